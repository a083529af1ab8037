using ITFrame.AppHost.Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ITFrame.AppHost.Control;

/// <summary>The certificate of lab control's own listener, which is part of the AppHost's process.</summary>
internal sealed class LabControlListener
{
    private readonly LabCertificates? _certificates;
    private readonly LeafCertificate? _leaf;

    public LabControlListener(LabCertificates? certificates)
    {
        _certificates = certificates;
        _leaf = certificates?.Declare("lab-control", LeafCertificate.Services, []);
    }

    public void Configure(KestrelServerOptions kestrel) => kestrel.ConfigureHttpsDefaults(https =>
    {
        if (_certificates is { } certificates && _leaf is { } leaf)
        {
            https.ServerCertificateSelector = (_, _) => certificates.Current(leaf);
        }
    });
}
