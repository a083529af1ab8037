using ITFrame.Api.Player;
using ITFrame.Api.Validation;
using Xunit;

namespace ITFrame.Tests.Api;

public sealed class PlayerSettingsValidatorTest
{
    private static readonly PlayerSettings Valid = new()
    {
        Name = "Demo Radio",
        BackgroundColour = "#0b1f3a",
        Tint = "rgba(79, 195, 247, 0.5)",
        Logo = "https://example.com/logo.png",
        Buttons = [new PlayerButton { Name = "Call", Icon = "phone", Url = "tel:+441234" }],
        AlternativeStreamUrl = "https://example.com/stream",
    };

    [Fact]
    public void Validate_ValidSettings_FindsNothing() => AssertErrors(Valid);

    [Fact]
    public void Validate_NothingSet_NamesTheRequired() => AssertErrors(new PlayerSettings(), "name", "backgroundColour", "tint");

    [Fact]
    public void Validate_EmptyOptionalUrls_FindsNothing() => AssertErrors(Valid with { Logo = "", AlternativeStreamUrl = "" });

    [Fact]
    public void Validate_OtherUsername_IsRefused()
    {
        AssertErrors(Valid with { Username = "demo" });
        AssertErrors(Valid with { Username = "other" }, "username");
    }

    [Theory]
    [InlineData("#fff", true)]
    [InlineData("#FFFFFF80", true)]
    [InlineData("rebeccapurple", true)]
    [InlineData("hsl(120deg 75% 25% / 60%)", true)]
    [InlineData("#ff", false)]
    [InlineData("red;background:url(//evil)", false)]
    [InlineData("url(javascript:1)", false)]
    [InlineData("red\n", false)]
    [InlineData("rgb(0,0,0)}", false)]
    public void Validate_Colour_OnlyCssColours(string colour, bool expected)
        => AssertErrors(Valid with { Tint = colour }, expected ? [] : ["tint"]);

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("/relative")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://exa\nmple.com")]
    [InlineData("not a url")]
    public void Validate_Url_OnlyAbsoluteOnesOfKnownSchemes(string url)
    {
        AssertErrors(Valid with { Logo = url }, "logo");
        AssertErrors(Valid with { AlternativeStreamUrl = url }, "alternativeStreamUrl");
        AssertErrors(Valid with { Buttons = [new PlayerButton { Icon = "x", Url = url }] }, "buttons[0].url");
    }

    [Fact]
    public void Validate_Limits_AreKept()
    {
        AssertErrors(Valid with { Name = new string('n', PlayerSettingsValidator.MaxNameLength) });
        AssertErrors(Valid with { Name = new string('n', PlayerSettingsValidator.MaxNameLength + 1) }, "name");
        AssertErrors(Valid with { Name = "bell\a" }, "name");
        AssertErrors(Valid with { Logo = "https://example.com/" + new string('x', FieldRules.MaxUrlLength) }, "logo");
        AssertErrors(Valid with { Buttons = [.. Enumerable.Repeat(Valid.Buttons![0], PlayerSettingsValidator.MaxButtons)] });
        AssertErrors(Valid with { Buttons = [.. Enumerable.Repeat(Valid.Buttons![0], PlayerSettingsValidator.MaxButtons + 1)] }, "buttons");
    }

    [Fact]
    public void Validate_BadButtons_AreNamedByIndex()
        => AssertErrors(
            Valid with { Buttons = [null, new PlayerButton(), Valid.Buttons![0]] },
            "buttons[0]", "buttons[1].icon", "buttons[1].url");

    private static void AssertErrors(PlayerSettings settings, params string[] fields)
        => Assert.Equal(fields.Order(), PlayerSettingsValidator.Validate(settings, Username.Parse("demo")).Fields.Order());
}
