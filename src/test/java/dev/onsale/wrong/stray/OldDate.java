package dev.onsale.wrong.stray;

import java.util.Date;

/** Wrong: a package without arrows, and a date of the old kind. */
public final class OldDate {
    private OldDate() {}

    /** When. */
    @SuppressWarnings("JavaUtilDate")
    public static Date epoch() {
        return new Date(0);
    }
}
