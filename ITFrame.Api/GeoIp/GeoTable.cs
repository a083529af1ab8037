using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace ITFrame.Api.GeoIp;

/// <summary>
/// Countries by address, from a local file of lines <c>first,last,country code,country,latitude,longitude</c>, as the free tables of
/// DB-IP and others can be written. Read when it is first asked; lines that cannot be read are passed over, as their headings are.
/// </summary>
internal sealed class GeoTable(IOptions<ApiOptions> options)
{
    private readonly Lazy<List<GeoRange>?> _ranges = new(() => Read(options.Value.GeoTable));

    public bool IsThere => _ranges.Value is not null;

    public GeoRange? Find(IPAddress address)
    {
        if (_ranges.Value is not { } ranges)
        {
            return null;
        }

        var key = Key(address);
        var (low, high) = (0, ranges.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (ranges[middle].First > key)
            {
                high = middle - 1;
            }
            else if (ranges[middle].Last < key)
            {
                low = middle + 1;
            }
            else
            {
                return ranges[middle];
            }
        }

        return null;
    }

    /// <summary>Addresses of both families in one order: IPv4 as IPv6 maps it (RFC 4291, 2.5.5.2).</summary>
    private static UInt128 Key(IPAddress address)
    {
        var bytes = (address.AddressFamily == AddressFamily.InterNetwork ? address.MapToIPv6() : address).GetAddressBytes();
        return new UInt128(BitConverter.ToUInt64([.. bytes[..8].Reverse()]), BitConverter.ToUInt64([.. bytes[8..].Reverse()]));
    }

    private static List<GeoRange>? Read(string? path)
        => path is { Length: > 0 } && File.Exists(path)
            ? [.. File.ReadLines(path).Select(Parse).OfType<GeoRange>().OrderBy(range => range.First)]
            : null;

    private static GeoRange? Parse(string line)
    {
        var fields = line.Split(',').Select(field => field.Trim().Trim('"')).ToArray();
        return fields.Length >= 3 && IPAddress.TryParse(fields[0], out var first) && IPAddress.TryParse(fields[1], out var last)
            ? new GeoRange(Key(first), Key(last), fields[2], Text(3) ?? fields[2], Number(4), Number(5))
            : null;

        string? Text(int index) => fields.Length > index && fields[index].Length > 0 ? fields[index] : null;

        double? Number(int index) => double.TryParse(Text(index), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
