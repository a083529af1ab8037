using System.Text.RegularExpressions;
using ITFrame.Api.Validation;

namespace ITFrame.Api.Player;

/// <summary>What a player's settings may hold. All of it ends up in web pages of other people.</summary>
internal static partial class PlayerSettingsValidator
{
    public const int MaxNameLength = 128;
    public const int MaxIconLength = 256;
    public const int MaxButtons = 20;

    public static FieldErrors Validate(PlayerSettings settings, Username username)
    {
        var errors = new FieldErrors();
        if (settings.Username is { } other && other != username.Value)
        {
            errors.Add("username", "must be the path's username, or absent.");
        }

        errors.RequireText("name", settings.Name, MaxNameLength);
        errors.RequireColour("backgroundColour", settings.BackgroundColour);
        errors.RequireColour("tint", settings.Tint);
        errors.AllowUrl("logo", settings.Logo, "http", "https");
        errors.AllowUrl("alternativeStreamUrl", settings.AlternativeStreamUrl, "http", "https");
        errors.CheckButtons(settings.Buttons ?? []);
        return errors;
    }

    private static void CheckButtons(this FieldErrors errors, IReadOnlyList<PlayerButton?> buttons)
    {
        if (buttons.Count > MaxButtons)
        {
            errors.Add("buttons", $"must not be more than {MaxButtons}.");
            return;
        }

        for (var index = 0; index < buttons.Count; index++)
        {
            var field = $"buttons[{index}]";
            if (buttons[index] is not { } button)
            {
                errors.Add(field, "must not be null.");
                continue;
            }

            errors.AllowText($"{field}.name", button.Name, MaxNameLength);
            errors.RequireText($"{field}.icon", button.Icon, MaxIconLength);
            errors.RequireUrl($"{field}.url", button.Url, "http", "https", "mailto", "tel");
        }
    }

    private static void RequireColour(this FieldErrors errors, string field, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            errors.Add(field, "is required.");
        }
        else if (!Colour().IsMatch(value))
        {
            errors.Add(field, "must be a CSS colour: #rgb, #rrggbb (either with alpha), a name, or rgb(), rgba(), hsl() or hsla().");
        }
    }

    // Players write the value into style sheets, so nothing that could end a declaration gets through.
    [GeneratedRegex(@"^(#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|[a-z]{1,32}|(rgb|hsl)a?\([0-9.,%/ deg]{1,48}\))\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Colour();
}
