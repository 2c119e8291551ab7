package org.cervicalcds.terminology;

/** A set of codes with one clinical meaning; {@code index} is its place in the terminology it was built for. */
public record ValueSet(String id, String title, int index, boolean bodyRegion) {

    @Override
    public String toString() {
        return id;
    }
}
