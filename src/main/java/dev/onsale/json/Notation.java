package dev.onsale.json;

import org.jspecify.annotations.Nullable;

/** How a value is written down, and so in which words a fault of it is told to whoever wrote it. */
public enum Notation {
    JSON {
        @Override
        String objectWanted() {
            return "must be a JSON object";
        }

        @Override
        String arrayWanted() {
            return "must be a JSON array";
        }

        @Override
        String textWanted(@Nullable String instead) {
            return "must be a JSON string";
        }

        @Override
        String numberHint() {
            return "";
        }

        @Override
        String moreThanOne() {
            return "holds something after the JSON value";
        }
    },
    YAML {
        @Override
        String objectWanted() {
            return "must be fields and their values, one a line, as in \"capacity: 500\"";
        }

        @Override
        String arrayWanted() {
            return "must be a list: a line with \"- \" for each element, or [a, b, c]";
        }

        @Override
        String textWanted(@Nullable String instead) {
            // YAML takes an unquoted 12 for a number and an unquoted true for a truth value; who wrote it meant
            // neither.
            return instead == null ? "must be text" : "must be text: put it in quotes, as in \"" + instead + "\"";
        }

        @Override
        String numberHint() {
            return ", in plain digits without quotes, as in 500";
        }

        @Override
        String moreThanOne() {
            return "holds something after its end: write several sales as one list";
        }
    };

    /** Says that fields were to stand here. */
    abstract String objectWanted();

    /** Says that a list was to stand here. */
    abstract String arrayWanted();

    /** Says that text was to stand here, where {@code instead} was written; null where there was nothing that could be quoted. */
    abstract String textWanted(@Nullable String instead);

    /** Says how a number is written, where there is more than one way. */
    abstract String numberHint();

    /** Says that there is more than the one value. */
    abstract String moreThanOne();
}
