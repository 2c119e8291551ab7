package org.cervicalcds.fhir.reading;

import com.rtfparserkit.parser.RtfListenerAdaptor;
import com.rtfparserkit.parser.RtfStreamSource;
import com.rtfparserkit.parser.raw.RawRtfParser;
import com.rtfparserkit.rtf.Command;
import com.rtfparserkit.rtf.CommandType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;

/**
 * The words of an RTF document; a paragraph and a cell of a table end a sentence, a line does not.
 *
 * <p>RTF Parser Kit takes the document apart; its own text converter is not used, since its time grows with the square of what is written
 * as Unicode.
 */
final class RtfWords extends RtfListenerAdaptor {
    private static final Charset USUAL = Charset.forName("windows-1252");

    /** Destinations whose text is seen; all others hold fonts, pictures, headers and the like. */
    private static final Set<Command> SEEN =
            EnumSet.of(Command.rtf, Command.field, Command.fldrslt, Command.ud, Command.footnote, Command.shptxt);

    private final StringBuilder text = new StringBuilder();
    private final Deque<Group> outer = new ArrayDeque<>();
    private Charset charset = USUAL;
    private Group group = new Group(false, 1);
    private int toSkip;

    /**
     * What holds in a group.
     *
     * @param unseen its text is not shown
     * @param skipped so many characters stand in place of a Unicode one, for readers that know none
     */
    private record Group(boolean unseen, int skipped) {}

    /** The words of a document; of one that is broken those before the fault. */
    static String of(byte[] rtf) {
        RtfWords words = new RtfWords();
        try {
            new RawRtfParser().parse(new RtfStreamSource(new ByteArrayInputStream(rtf)), words);
        } catch (IOException | RuntimeException e) {
            return words.text.toString().strip();
        }
        return words.text.toString().strip();
    }

    @Override
    public void processGroupStart() {
        outer.push(group);
    }

    @Override
    public void processGroupEnd() {
        group = outer.isEmpty() ? group : outer.pop();
        toSkip = 0;
    }

    @Override
    public void processCharacterBytes(byte[] bytes) {
        int from = Math.min(toSkip, bytes.length);
        toSkip -= from;
        add(new String(bytes, from, bytes.length - from, charset));
    }

    @Override
    public void processString(String string) {
        int from = Math.min(toSkip, string.length());
        toSkip -= from;
        add(string.substring(from));
    }

    private void add(String words) {
        if (!group.unseen()) {
            text.append(words);
        }
    }

    @Override
    public void processCommand(Command command, int parameter, boolean hasParameter, boolean optional) {
        if (command == Command.optionalcommand || command.getCommandType() == CommandType.Destination) {
            if (!SEEN.contains(command)) {
                group = new Group(true, group.skipped());
            }
            return;
        }
        switch (command) {
            case u -> {
                add(String.valueOf((char) parameter));
                toSkip = group.skipped();
            }
            case uc -> group = new Group(group.unseen(), Math.max(0, parameter));
            case ansicpg -> charset = codePage(parameter);
            case v -> group = new Group(!hasParameter || parameter != 0, group.skipped());
            case line -> add("\n");
            case par, sect, page, cell, nestcell, row, nestrow -> add("\n\n");
            case tab, nonbreakingspace, emspace, enspace, qmspace -> add(" ");
            case emdash, endash -> add("–");
            case nonbreakinghyphen -> add("-");
            case lquote, rquote -> add("'");
            case ldblquote, rdblquote -> add("\"");
            case bullet -> add("•");
            case opencurly -> add("{");
            case closecurly -> add("}");
            case backslash -> add("\\");
            default -> {}
        }
    }

    private static Charset codePage(int number) {
        try {
            return Charset.forName(number == 65001 ? "UTF-8" : number == 1252 ? "windows-1252" : "cp" + number);
        } catch (IllegalArgumentException e) {
            return USUAL;
        }
    }
}
