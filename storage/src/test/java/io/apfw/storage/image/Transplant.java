package io.apfw.storage.image;

import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationStore;

/** Unsigned attributes are signed by nobody: anyone can move them. */
final class Transplant {
  private Transplant() {}

  /** The second signature with the unsigned attributes of the first. */
  static byte[] stamp(byte[] from, byte[] to) throws Exception {
    CMSSignedData target = new CMSSignedData(to);
    SignerInformation donor = only(new CMSSignedData(from));
    return CMSSignedData.replaceSigners(
            target,
            new SignerInformationStore(
                SignerInformation.replaceUnsignedAttributes(
                    only(target), donor.getUnsignedAttributes())))
        .getEncoded("DER");
  }

  private static SignerInformation only(CMSSignedData signed) {
    return signed.getSignerInfos().getSigners().iterator().next();
  }
}
