package io.muster.wire.outbound;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Certificate authorities that are trusted besides those of the system, which they never replace.
 *
 * @param additional certificates of the operator's own authorities
 */
public record TrustedCertificates(List<X509Certificate> additional) {
    /** Those of the system only. */
    public static final TrustedCertificates SYSTEM = new TrustedCertificates(List.of());

    public TrustedCertificates {
        additional = List.copyOf(additional);
    }

    /**
     * Reads one or more certificates.
     *
     * @param pem certificates in PEM, one after the other
     * @throws CertificateException when there is none, or something else
     */
    public static TrustedCertificates parse(byte[] pem) throws CertificateException {
        var found = new ArrayList<X509Certificate>();
        for (var certificate :
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
            found.add((X509Certificate) certificate);
        }
        if (found.isEmpty()) {
            throw new CertificateException("no certificate found");
        }
        return new TrustedCertificates(found);
    }

    /** TLS that trusts these and those of the system. */
    public SSLContext sslContext() {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            var number = 0;
            for (var authority : systemAuthorities()) {
                store.setCertificateEntry("system-" + number++, authority);
            }
            for (var certificate : additional) {
                store.setCertificateEntry("additional-" + number++, certificate);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the trust store cannot be set up", e);
        }
    }

    private static List<X509Certificate> systemAuthorities() throws GeneralSecurityException {
        var system = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        system.init((KeyStore) null);
        var found = new ArrayList<X509Certificate>();
        for (var manager : system.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                found.addAll(List.of(x509.getAcceptedIssuers()));
            }
        }
        return found;
    }
}
