package dev.onsale.node;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** The operating system's refusals in words: the JDK's messages are often a path and nothing more. */
public final class Sentences {

    private Sentences() {}

    /** Why it failed, in some words without the path. */
    public static String reason(IOException problem) {
        return switch (problem) {
            case AccessDeniedException e -> "permission denied";
            case NoSuchFileException e -> "no such file or folder";
            case FileAlreadyExistsException e -> "a file of that name is in the way";
            case NotDirectoryException e -> "not a folder";
            case FileSystemException e when e.getReason() != null -> lower(e.getReason());
            default -> problem.getMessage() == null ? problem.getClass().getSimpleName() : problem.getMessage();
        };
    }

    private static String lower(String text) {
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
