using System.Text.RegularExpressions;
using ITFrame.Api.Cast.Configuration;
using ITFrame.Api.Validation;

namespace ITFrame.Api.Control.Cast;

/// <summary>What a station's streams may be.</summary>
internal static partial class StreamRules
{
    public const int MaxStreams = 3;
    public const int MaxPasswordLength = 64;

    public static FieldErrors Validate(IReadOnlyList<CastStream?> streams)
    {
        var errors = new FieldErrors();
        if (streams.Count is 0 or > MaxStreams)
        {
            errors.Add("streams", $"must be 1 to {MaxStreams}.");
            return errors;
        }

        for (var index = 0; index < streams.Count; index++)
        {
            var stream = streams[index];
            if (stream?.Stream is null || !Name().IsMatch(stream.Stream))
            {
                errors.Add($"streams[{index}].stream", "must be a bit rate, as 128kbps.");
            }

            errors.RequireText($"streams[{index}].password", stream?.Password, MaxPasswordLength);
            errors.AllowText($"streams[{index}].name", stream?.Name, 128);
        }

        if (streams.Count(stream => stream?.Primary == true) != 1)
        {
            errors.Add("streams", "must have exactly one that is primary.");
        }

        if (streams.Select(stream => stream?.Stream).Distinct().Count() != streams.Count)
        {
            errors.Add("streams", "must not have two of the same name.");
        }

        return errors;
    }

    [GeneratedRegex(@"^[1-9][0-9]{0,3}kbps\z")]
    private static partial Regex Name();
}
