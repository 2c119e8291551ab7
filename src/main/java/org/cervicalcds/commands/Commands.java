package org.cervicalcds.commands;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.cards.CardDefinition;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.ContentException;
import org.cervicalcds.content.ContentFiles;
import org.cervicalcds.content.SignOff;
import org.cervicalcds.content.Vignette;
import org.cervicalcds.content.VignetteFiles;
import org.cervicalcds.vignettes.VignettePlayer;
import org.jspecify.annotations.Nullable;

/** The commands {@code check} and {@code hashes}: they read the content as the service would, print, and end. */
public final class Commands {
    /** Everything is as it should be. */
    public static final int SOUND = 0;

    /** The content has problems; they were printed. */
    public static final int PROBLEMS = 1;

    /** The command was not understood. */
    public static final int MISUSED = 2;

    private static final Set<String> NAMES = Set.of("check", "hashes");
    private static final Set<String> OPTIONS = Set.of("--cards", "--overlay");

    private final Location location;
    private final PrintStream out;

    /** Where the shipped content is. */
    public interface Location {
        /** The files in the named folder; null for the content that would be used without one. */
        ContentFiles files(@Nullable String folder);
    }

    public Commands(Location location, PrintStream out) {
        this.location = location;
        this.out = out;
    }

    /** Says that the arguments are a command, not options of the service. */
    public static boolean areMeant(String... arguments) {
        return arguments.length > 0 && !arguments[0].startsWith("-");
    }

    /** Runs a command and returns the exit code of the process. */
    public int run(String... arguments) {
        Map<String, String> options = new HashMap<>();
        String misused = misused(arguments, options);
        if (misused != null) {
            out.println(misused);
            out.println("Usage: check | hashes  [--cards <folder>] [--overlay <folder>]");
            return MISUSED;
        }
        try {
            ContentFiles files = location.files(options.get("--cards"));
            String overlay = options.get("--overlay");
            Content content = Content.load(overlay == null ? files : files.under(ContentFiles.in(Path.of(overlay))));
            return arguments[0].equals("check") ? check(content) : hashes(content);
        } catch (ContentException e) {
            out.println(e.getMessage());
            return PROBLEMS;
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            return MISUSED;
        }
    }

    private static @Nullable String misused(String[] arguments, Map<String, String> options) {
        if (arguments.length == 0 || !NAMES.contains(arguments[0])) {
            return "Not a command: " + (arguments.length == 0 ? "" : arguments[0]);
        }
        for (int i = 1; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            String option = equals < 0 ? arguments[i] : arguments[i].substring(0, equals);
            if (!OPTIONS.contains(option)) {
                return "Not an option: " + arguments[i];
            }
            if (equals < 0 && i + 1 == arguments.length) {
                return option + " wants a folder";
            }
            options.put(option, equals < 0 ? arguments[++i] : arguments[i].substring(equals + 1));
        }
        return null;
    }

    private int check(Content content) {
        List<Vignette> vignettes = VignetteFiles.read(content);
        VignettePlayer player = new VignettePlayer(content);
        List<String> faults = new ArrayList<>();
        for (Vignette vignette : vignettes) {
            player.faults(vignette).forEach(fault -> faults.add(vignette + ": " + fault));
        }
        if (!faults.isEmpty()) {
            out.println(faults.size() + (faults.size() == 1 ? " fault" : " faults") + " in the vignettes:\n  "
                    + String.join("\n  ", faults));
        }
        int cards = content.deck().definitions().size();
        out.println(cards + " cards, " + content.findings().size() + " findings, "
                + content.terminology().valueSets().size() + " value sets, " + vignettes.size() + " vignettes: "
                + (faults.isEmpty() ? "no problem" : "problems, see above"));
        return faults.isEmpty() ? SOUND : PROBLEMS;
    }

    private int hashes(Content content) {
        out.println("# Lines for sign-off.yaml: fill in name, role and date for each card that you sign.");
        for (CardDefinition card : content.deck().definitions()) {
            SignOff signed = content.signOffs().get(card.id());
            String state =
                    switch (content.signOff(card.id())) {
                        case SIGNED -> signed == null ? "" : "signed by " + signed.name() + " on " + signed.date();
                        case CHANGED ->
                            signed == null ? "" : "changed since " + signed.name() + " signed on " + signed.date();
                        case UNSIGNED -> "not signed";
                    };
            out.println(card.id() + ":    # " + state);
            out.println("  hash: " + content.hashes().get(card.id()));
            out.println("  name:");
            out.println("  role:");
            out.println("  date:");
        }
        return SOUND;
    }
}
