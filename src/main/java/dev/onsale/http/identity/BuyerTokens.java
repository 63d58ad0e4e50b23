package dev.onsale.http.identity;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks buyers' tokens. A token that held is remembered until it expires, since a buyer sends the same one with each request
 * and a signature costs more than everything else that is done for a request. Two generations bound the memory: when the
 * young one is full it becomes the old one, and the old one is dropped. Any thread.
 */
final class BuyerTokens {

    private record Known(String buyer, double endMillis) {}

    private final List<TokenKey> keys;
    private final TokenTerms terms;
    private final InstantSource clock;
    private final int rememberedMax;

    private volatile Map<String, Known> young = new ConcurrentHashMap<>();
    private volatile Map<String, Known> old = Map.of();

    /** @param rememberedMax tokens of a generation */
    BuyerTokens(List<TokenKey> keys, TokenTerms terms, InstantSource clock, int rememberedMax) {
        this.keys = List.copyOf(keys);
        this.terms = terms;
        this.clock = clock;
        this.rememberedMax = rememberedMax;
    }

    /** The buyer whom the token names, or null if it does not hold: badly formed, forged, expired, for others, or naming nobody. */
    @Nullable
    String buyer(String token) {
        Known known = young.get(token);
        if (known == null) {
            known = old.get(token);
        }
        long now = clock.millis();
        if (known != null && now < known.endMillis()) {
            return known.buyer();
        }
        SignedToken signed = SignedToken.parse(token);
        if (signed == null || keys.stream().noneMatch(key -> key.signed(signed))) {
            return null;
        }
        Double endMillis = terms.end(signed.claims(), now);
        String buyer = BuyerName.of(signed.claims().text("sub"));
        if (endMillis == null || buyer == null) {
            return null;
        }
        remember(token, new Known(buyer, endMillis));
        return buyer;
    }

    /** Tokens that are remembered now. */
    int remembered() {
        return young.size() + old.size();
    }

    private void remember(String token, Known known) {
        if (young.size() >= rememberedMax) {
            // Two threads may do so at once; at worst a few tokens are checked again.
            old = young;
            young = new ConcurrentHashMap<>();
        }
        young.put(token, known);
    }
}
