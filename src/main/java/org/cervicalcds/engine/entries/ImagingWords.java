package org.cervicalcds.engine.entries;

import java.util.regex.Pattern;

/**
 * What the name of an uncoded imaging report tells: the modality, and whether the neck or some part of the spine was imaged.
 *
 * @param neck cervical spine or neck, and neither vessels nor soft tissues
 * @param spine some part of the spine or the sacroiliac joints
 */
public record ImagingWords(boolean neck, boolean spine, boolean film, boolean ct, boolean mr) {
    public static final ImagingWords NONE = new ImagingWords(false, false, false, false, false);

    // After the English words those of German, Spanish, French and Dutch. "Rx" and "RM" mean an image only before what
    // is imaged.

    /** Words for a film, as alternatives of a regular expression that are whole words without regard to case; blanks stand for hyphens. */
    public static final String FILM_WORDS =
            "x ?ray|xr|radiograph\\w*|röntgen\\w*|radiograf\\w*|rx(?= (?:de |columna|cervical))";

    /** As {@link #FILM_WORDS}, for computed tomography. */
    public static final String CT_WORDS = "ct|computertomogra\\w*|tac|tdm|scanner|scan(?= (?:cervical|du ))";

    /** As {@link #FILM_WORDS}, for magnetic resonance. */
    public static final String MR_WORDS =
            "mri?|mrt|kernspin\\w*|magnetresonanz\\w*|irm|rmn|resonancia|rm(?= (?:de |columna|cervical))";

    /** As {@link #FILM_WORDS}, for the neck. */
    public static final String NECK_WORDS =
            "cervical|c ?spine|neck|hws|halswirbels\\w*|cervicales?|halswervelkolom|cwk";

    /** As {@link #FILM_WORDS}, for some part of the spine. */
    public static final String SPINE_WORDS =
            "spine|spinal|cervical|thoracic|lumbar|lumbosacral|sacroiliac|[ctl] ?spine|neck|[hbl]ws|\\w*wirbels\\w*|cervicales?"
                    + "|columna|rachis|rachidien\\w*|lombaires?|iliosakral\\w*|\\w*wervelkolom|cwk";

    /** As {@link #FILM_WORDS}, for vessels and soft tissues. */
    public static final String NOT_BONE_WORDS =
            "angio\\w*|soft tissues?|\\w*weichteil\\w*|partes blandas|parties molles|weke delen";

    private static final Pattern FILM = whole(FILM_WORDS);
    private static final Pattern CT = whole(CT_WORDS);
    private static final Pattern MR = whole(MR_WORDS);
    private static final Pattern NECK = whole(NECK_WORDS);
    private static final Pattern SPINE = whole(SPINE_WORDS);
    private static final Pattern NOT_BONE = whole(NOT_BONE_WORDS);

    private static final Pattern BLANKS = Pattern.compile("[\\s\u00a0\u2010\u2011_-]+");

    private static Pattern whole(String words) {
        return Pattern.compile(
                "\\b(?:" + words + ")\\b",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    }

    /** What a name tells; hyphens, underlines, line breaks and several blanks count as one blank (docs/clinical.md, matching rule 7). */
    public static ImagingWords of(String name) {
        if (!mayNameModality(name)) {
            return NONE;
        }
        String words = BLANKS.matcher(name).replaceAll(" ");
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
                            case 'c' << 8 | 'o' -> begins(words, i, "comput");
                            case 'm' << 8 | 'r' -> third == 'i' || third == 't' || !isLetter(third);
                            case 'm' << 8 | 'a' -> begins(words, i, "magnet");
                            case 'r' << 8 | 'a' -> third == 'd';
                            case 'r' << 8 | 'e' -> begins(words, i, "resonan");
                            case 'r' << 8 | 'm' -> third == 'n' || !isLetter(third);
                            case 'r' << 8 | 'x' -> !isLetter(third);
                            case 't' << 8 | 'a' -> third == 'c';
                            case 't' << 8 | 'd' -> third == 'm';
                            case 's' << 8 | 'c' -> begins(words, i, "scan");
                            case 'k' << 8 | 'e' -> begins(words, i, "kernspin");
                            case 'i' << 8 | 'r' -> third == 'm';
                            case 'r' << 8 | '\u00f6' -> third == 'n';
                            case 'x' << 8 | 'r' -> true;
                            case 'x' << 8 | '-', 'x' << 8 | ' ', 'x' << 8 | '_' | 0x20 -> third == 'r';
                            default -> false;
                        };
                if (may) {
                    return true;
                }
            }
            inside = isLetter(c | 0x20) || (c >= '0' && c <= '9');
        }
        return false;
    }

    private static boolean begins(String words, int at, String with) {
        return words.regionMatches(true, at, with, 0, with.length());
    }

    private static boolean isLetter(int lowerCase) {
        return lowerCase >= 'a' && lowerCase <= 'z';
    }
}
