using System.Globalization;

namespace ITFrame.Console.Components.Shared;

/// <summary>How figures and times are written on the pages.</summary>
internal static class Display
{
    public static string Duration(TimeSpan duration) => duration switch
    {
        { TotalMilliseconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMicroseconds:0} µs"),
        { TotalMilliseconds: < 100 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0.0} ms"),
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)duration.TotalMinutes} min {duration.Seconds} s"),
    };

    /// <summary>The time of day; the lab runs on the reader's own machine, so its zone is the reader's.</summary>
    public static string Time(DateTimeOffset time) => time.ToLocalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public static string Number(double value) => value.ToString(Math.Abs(value) is >= 1e15 or (< 1e-4 and > 0) ? "G4" : "#,0.####", CultureInfo.InvariantCulture);

    /// <summary>So many a second.</summary>
    public static string Rate(double rate) => rate.ToString(rate >= 10 ? "#,0" : "0.#", CultureInfo.InvariantCulture) + "/s";

    /// <summary>A fraction in percent, for reading.</summary>
    public static string Share(double fraction) => (fraction * 100).ToString(fraction is > 0 and < 0.1 ? "0.#" : "0", CultureInfo.InvariantCulture) + " %";

    /// <summary>A fraction as a CSS percentage.</summary>
    public static string Percent(double fraction) => (Math.Clamp(fraction, 0, 1) * 100).ToString("0.###", CultureInfo.InvariantCulture) + "%";
}
