package org.cervicalcds.hooks;

/** Makes what a client sent fit to stand in one line of a log (CDSH-REQ-4). */
final class LogText {
    private static final int LONGEST = 64;

    private LogText() {}

    static String clean(String text) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), LONGEST));
        for (int i = 0; i < text.length() && clean.length() < LONGEST; i++) {
            char c = text.charAt(i);
            clean.append(c > ' ' && c < 0x7f ? c : '_');
        }
        return clean.isEmpty() ? "-" : clean.toString();
    }
}
