/**
 * What an answer looks like, whoever gives it: problems, answers that are the same each time, entity tags.
 *
 * <pre>
 *   Refusal ──▶ Problem ──▶ ProblemReplies ──▶ application/problem+json
 *                  │             │
 *             ProblemType        └──▶ ConstantReply   kept, where nothing in it belongs to the case
 * </pre>
 */
@NullMarked
package dev.onsale.http.answers;

import org.jspecify.annotations.NullMarked;
