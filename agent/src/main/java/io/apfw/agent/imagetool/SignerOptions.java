package io.apfw.agent.imagetool;

import io.apfw.storage.image.ImageSigner;
import io.apfw.storage.image.ImageSigner.Digest;
import io.apfw.storage.image.ImageSigner.Scheme;
import io.apfw.storage.trust.Pem;
import io.apfw.storage.trust.Revocation;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Who signs, and how: with a key in a file, or with one that stays in a token. */
final class SignerOptions {
  @Option(
      names = "--key",
      paramLabel = "PEM",
      description = "The signer's private key: RSA, EC or Ed25519, without a password.")
  private @Nullable Path key;

  @Option(
      names = "--cert",
      paramLabel = "PEM",
      description =
          "The signer's certificate, for code signing; intermediates may follow it. With --pkcs11"
              + " the token's own if not given.")
  private @Nullable Path certificate;

  @Option(names = "--chain", paramLabel = "PEM", description = "Intermediate certificates.")
  private @Nullable Path chain;

  @Option(
      names = "--crl",
      paramLabel = "FILE",
      description = "Revocation lists to send along, PEM or DER, a file or a directory.")
  private @Nullable Path crl;

  @Option(
      names = "--digest",
      description = "SHA256, SHA384 or SHA512: ${DEFAULT-VALUE}. Ed25519 has its own.")
  private Digest digest = Digest.SHA256;

  @Option(names = "--pss", description = "Sign with PSS, if the key is an RSA key.")
  private boolean pss;

  @Option(
      names = "--pkcs11",
      paramLabel = "MODULE",
      description = "Sign with a key in a token: the PKCS #11 library of its maker.")
  private @Nullable Path module;

  @Option(
      names = "--pkcs11-slot",
      paramLabel = "ID",
      description = "The slot's id; the first slot with a token if not given.")
  private @Nullable Long slot;

  @Option(
      names = "--key-label",
      paramLabel = "LABEL",
      description = "The label of the key's certificate in the token; both have one CKA_ID.")
  private @Nullable String label;

  @Option(
      names = "--pin-file",
      paramLabel = "FILE",
      description = "The token's PIN, in a file that only its owner may read.")
  private @Nullable Path pinFile;

  @Option(
      names = "--pin-env",
      paramLabel = "NAME",
      description = "The environment variable with the token's PIN.")
  private @Nullable String pinVariable;

  ImageSigner load(CommandLine line) throws IOException {
    List<X509CRL> crls = new Revocation(Revocation.Rule.KNOWN, Optional.ofNullable(crl)).load();
    Scheme scheme = new Scheme(digest, pss);
    if (module != null) {
      return token(line, module, scheme, crls);
    }
    if (key == null || certificate == null) {
      throw new ParameterException(line, "Who signs? --key and --cert, or --pkcs11");
    }
    return new ImageSigner(
        Pem.privateKey(key), with(Pem.certificates(certificate)), scheme, crls, Optional.empty());
  }

  private ImageSigner token(CommandLine line, Path library, Scheme scheme, List<X509CRL> crls)
      throws IOException {
    if (key != null || pss) {
      throw new ParameterException(line, "--pkcs11 goes neither with --key nor with --pss");
    }
    if (label == null || (pinFile == null) == (pinVariable == null)) {
      throw new ParameterException(
          line, "--pkcs11 needs --key-label, and one of --pin-file and --pin-env");
    }
    char[] pin =
        pinFile != null ? Pkcs11Token.pinFrom(pinFile) : Pkcs11Token.pinFrom(pin(pinVariable));
    Pkcs11Token token = Pkcs11Token.open(library, Optional.ofNullable(slot), label, pin);
    return new ImageSigner(
        token.key(),
        with(certificate == null ? token.certificates() : Pem.certificates(certificate)),
        scheme,
        crls,
        Optional.of(token.provider()));
  }

  private static String pin(@Nullable String variable) {
    return variable == null ? "" : variable;
  }

  /** A chain file often begins with the signer's own certificate. */
  private List<X509Certificate> with(List<X509Certificate> own) throws IOException {
    Set<X509Certificate> all = new LinkedHashSet<>(own);
    if (chain != null) {
      all.addAll(Pem.certificates(chain));
    }
    return List.copyOf(all);
  }
}
