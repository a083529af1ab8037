using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace ITFrame.Api.Access;

/// <summary>
/// The keys that all replicas share, so that what one signs or seals the others accept. Each purpose has a key of its own, derived
/// (HKDF, RFC 5869) from <see cref="ApiOptions.SigningKey"/>, or from the Control token where no such key is set: whoever holds that
/// token may do everything anyway.
/// </summary>
internal sealed class HubKeys
{
    private readonly byte[] _root;

    public HubKeys(IOptions<ApiOptions> options)
    {
        var secret = options.Value.SigningKey is { Length: > 0 } key ? key : options.Value.ControlToken;
        _root = HKDF.Extract(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), "itframe-hub"u8.ToArray());
    }

    /// <summary>32 bytes for one purpose.</summary>
    public byte[] Derive(string purpose) => HKDF.Expand(HashAlgorithmName.SHA256, _root, 32, Encoding.UTF8.GetBytes(purpose));

    /// <summary>The key pair of the users' tokens (ES256, RFC 7518, 3.4).</summary>
    public ECDsa CreateTokenKey()
    {
        var scalar = Derive("es256");
        // Below the curve's order, whose first byte is ff, and above zero.
        scalar[0] &= 0x7f;
        scalar[^1] |= 1;
        return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar });
    }
}
