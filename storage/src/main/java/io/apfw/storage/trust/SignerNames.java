package io.apfw.storage.trust;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/**
 * Who may sign, of those that chain to a root. A name is {@code DNS:}, {@code URI:} or {@code
 * email:} and a subject alternative name, character by character; or else a whole subject as RFC
 * 4514 writes it, {@code CN=image signer,O=example}, compared as RFC 5280 7.1 compares names. No
 * wildcards: who may sign firmware is a short list.
 */
public final class SignerNames {
  /** Whoever chains to a root. */
  public static final SignerNames ANY = new SignerNames(List.of(), List.of());

  /** Kinds of GeneralName, RFC 5280 4.2.1.6. */
  private static final Map<String, Integer> KINDS = Map.of("email:", 1, "DNS:", 2, "URI:", 6);

  private final List<X500Principal> subjects;
  private final List<Entry<Integer, String>> alternatives;

  private SignerNames(List<X500Principal> subjects, List<Entry<Integer, String>> alternatives) {
    this.subjects = subjects;
    this.alternatives = alternatives;
  }

  /**
   * Names as configured; none: anybody.
   *
   * @throws IllegalArgumentException naming the one that is not a name
   */
  public static SignerNames of(List<String> names) {
    return new SignerNames(
        names.stream().filter(name -> kind(name).isEmpty()).map(SignerNames::subject).toList(),
        names.stream().flatMap(name -> kind(name).stream()).toList());
  }

  private static Optional<Entry<Integer, String>> kind(String name) {
    return KINDS.entrySet().stream()
        .filter(kind -> name.startsWith(kind.getKey()))
        .map(kind -> Map.entry(kind.getValue(), name.substring(kind.getKey().length())))
        .findFirst();
  }

  private static X500Principal subject(String name) {
    try {
      return new X500Principal(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          name + " is neither a subject such as CN=signer,O=example nor DNS:, URI: or email:", e);
    }
  }

  void check(X509Certificate signer) throws ImageRefusedException {
    if (subjects.isEmpty() && alternatives.isEmpty()) {
      return;
    }
    X500Principal subject = signer.getSubjectX500Principal();
    if (!subjects.contains(subject) && alternatives(signer).noneMatch(alternatives::contains)) {
      throw new ImageRefusedException(
          ImageFault.SIGNER_NOT_NAMED,
          "'" + subject + "' is trusted, but none of the " + count() + " configured signers");
    }
  }

  private int count() {
    return subjects.size() + alternatives.size();
  }

  private static Stream<Entry<Integer, String>> alternatives(X509Certificate signer)
      throws ImageRefusedException {
    try {
      Collection<List<?>> names = signer.getSubjectAlternativeNames();
      return names == null
          ? Stream.empty()
          : names.stream()
              .filter(name -> name.get(1) instanceof String)
              .map(name -> Map.entry((Integer) name.get(0), (String) name.get(1)));
    } catch (CertificateParsingException e) {
      throw CmsSignature.malformed("the signer's alternative names: " + e.getMessage());
    }
  }
}
