package org.cervicalcds.content.findings;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The form that the codes of a public system have, with the check digit where there is one: a code that does not fit was mistyped, and no record will ever
 * bring it. A site's own systems may have codes of any form.
 */
final class CodeForms {
    private static final String SNOMED = "snomed";
    private static final String LOINC = "loinc";
    /** A row of ICD-10 may stand for all codes that begin with it, and {@code =} in front makes it one code. */
    private static final String ICD_10 = "=?[A-Z][0-9][0-9A-Z]?(?:\\.?[0-9A-Z]{1,5})?";

    private static final Map<String, Pattern> FORMS = Map.of(
            SNOMED,
            Pattern.compile("[1-9][0-9]{5,17}"),
            LOINC,
            Pattern.compile("[0-9]{1,7}-[0-9]"),
            "rxnorm",
            Pattern.compile("[1-9][0-9]{0,7}"),
            "icd-10",
            Pattern.compile(ICD_10, Pattern.CASE_INSENSITIVE),
            "icd-10-cm",
            Pattern.compile(ICD_10, Pattern.CASE_INSENSITIVE),
            "atc",
            Pattern.compile("=?[A-Z](?:[0-9]{2}(?:[A-Z](?:[A-Z](?:[0-9]{2})?)?)?)?", Pattern.CASE_INSENSITIVE),
            "hcpcs",
            Pattern.compile("[A-V][0-9]{4}"),
            "cpt",
            Pattern.compile("[0-9]{4}[0-9A-Z]"),
            "nucc",
            Pattern.compile("[0-9]{3}[0-9A-Z]{6}X"));

    /** The dihedral group of order 10, by which SNOMED CT makes its check digits (Verhoeff): product of two digits. */
    private static final String[] PRODUCT = {
        "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
        "5987604321", "6598710432", "7659821043", "8765932104", "9876543210"
    };

    /** What the permutation makes of a digit at each place, counted from the right, modulo 8. */
    private static final String[] PERMUTATION = {
        "0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258"
    };

    private CodeForms() {}

    /** What is wrong with a row of a value set; null where nothing is. */
    static @Nullable String problem(String system, String row) {
        Pattern form = FORMS.get(system);
        if (form == null) {
            return null;
        }
        if (!form.matcher(row).matches()) {
            return "is no code of " + system;
        }
        boolean checked =
                switch (system) {
                    case SNOMED -> verhoeff(row);
                    case LOINC -> luhn(row.replace("-", ""));
                    default -> true;
                };
        return checked ? null : "is no code of " + system + ": its check digit is wrong";
    }

    /** SNOMED CT Release File Specifications, appendix on the check digit. */
    private static boolean verhoeff(String digits) {
        int check = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int permuted = PERMUTATION[i % PERMUTATION.length].charAt(digit) - '0';
            check = PRODUCT[check].charAt(permuted) - '0';
        }
        return check == 0;
    }

    /** LOINC Users' Guide, appendix on the mod 10 check digit. */
    private static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit : 2 * digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }
}
