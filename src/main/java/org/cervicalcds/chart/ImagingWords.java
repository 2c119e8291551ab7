package org.cervicalcds.chart;

import java.util.regex.Pattern;

/**
 * What the name of an uncoded imaging report tells: the modality, and whether the neck or some part of the spine was imaged.
 *
 * @param neck cervical spine or neck, and neither vessels nor soft tissues
 * @param spine some part of the spine or the sacroiliac joints
 */
public record ImagingWords(boolean neck, boolean spine, boolean film, boolean ct, boolean mr) {
    public static final ImagingWords NONE = new ImagingWords(false, false, false, false, false);

    private static final Pattern FILM = whole("x-?ray|xr|radiograph\\w*");
    private static final Pattern CT = whole("ct");
    private static final Pattern MR = whole("mri?");
    private static final Pattern NECK = whole("cervical|c-?spine|neck");
    private static final Pattern SPINE =
            whole("spine|spinal|cervical|thoracic|lumbar|lumbosacral|sacroiliac|[ctl]-?spine|neck");
    private static final Pattern NOT_BONE = whole("angio\\w*|soft tissues?");

    private static Pattern whole(String words) {
        return Pattern.compile("(?<![\\w-])(?:" + words + ")(?![\\w-])", Pattern.CASE_INSENSITIVE);
    }

    /** What a name tells. */
    public static ImagingWords of(String words) {
        if (!mayNameModality(words)) {
            return NONE;
        }
        boolean film = FILM.matcher(words).find();
        boolean ct = CT.matcher(words).find();
        boolean mr = MR.matcher(words).find();
        if (!(film || ct || mr) || NOT_BONE.matcher(words).find()) {
            return NONE;
        }
        return new ImagingWords(NECK.matcher(words).find(), SPINE.matcher(words).find(), film, ct, mr);
    }

    /** Says whether a word starts as one of the modalities does: most names have none, and this look is much cheaper than the patterns. */
    private static boolean mayNameModality(String words) {
        boolean inside = false;
        for (int i = 0; i + 1 < words.length(); i++) {
            char c = words.charAt(i);
            if (!inside) {
                int third = i + 2 < words.length() ? words.charAt(i + 2) | 0x20 : ' ';
                boolean may =
                        switch ((c | 0x20) << 8 | words.charAt(i + 1) | 0x20) {
                            case 'c' << 8 | 't' -> !isLetter(third);
                            case 'm' << 8 | 'r' -> third == 'i' || !isLetter(third);
                            case 'r' << 8 | 'a' -> third == 'd';
                            case 'x' << 8 | 'r', 'x' << 8 | '-' -> true;
                            default -> false;
                        };
                if (may) {
                    return true;
                }
            }
            inside = isLetter(c | 0x20) || (c >= '0' && c <= '9') || c == '_' || c == '-';
        }
        return false;
    }

    private static boolean isLetter(int lowerCase) {
        return lowerCase >= 'a' && lowerCase <= 'z';
    }
}
