using ITFrame.Tests.LocalHosting.Api;
using Xunit;

namespace ITFrame.Tests.LocalHosting;

/// <summary>The comparison must notice each kind of difference, or the test of the whole surface proves nothing.</summary>
public sealed class ApiComparerTest
{
    private static readonly ApiListing Listing = new(
    [
        new ApiRow("Field", "Thing", "type", "Thing", "public sealed partial class Thing : System.IDisposable"),
        new ApiRow("Field", "Thing", "ctor", "Thing", "public Thing(string name)"),
        new ApiRow("Field", "Thing", "property", "Name", "public string Name { get; }"),
        new ApiRow("Field", "Thing", "method", "Run", "public System.Threading.Tasks.Task Run(string? input, int count = 3)"),
        new ApiRow("Field", "Thing", "method", "Add", "public void Add<T>(T item) where T : System.IDisposable"),
        new ApiRow("Field", "Thing", "method", "Dispose", "public void Dispose()"),
        new ApiRow("Field", "Choice", "type", "Choice", "public enum Choice { One = 0, Two = 1 }"),
        new ApiRow("Field", "Pair", "type", "Pair", "public sealed partial record Pair(string? Left, int Right = 0)"),
    ]);

    [Fact]
    public void Compare_SameType_FindsNothing() => Assert.Empty(Compare(typeof(SameThing), "Thing"));

    [Fact]
    public void Compare_SameRecord_FindsNothing() => Assert.Empty(Compare(typeof(Pair), "Pair"));

    [Fact]
    public void Compare_PartOfTheType_FindsNothing() => Assert.Empty(Compare(typeof(SmallThing), "Thing"));

    [Fact]
    public void Compare_UnknownType_IsFound() => Assert.Contains("no such type", Assert.Single(Compare(typeof(SameThing), "Unknown")));

    [Fact]
    public void Compare_ExtraMember_IsFound() => Assert.Contains("public int Extra { get; }", Assert.Single(Compare(typeof(ThingWithExtraMember), "Thing")));

    [Theory]
    [InlineData(typeof(ThingWithOtherParameterType), "Run(string? input, long count = 3)")]
    [InlineData(typeof(ThingWithOtherParameterName), "Run(string? text, int count = 3)")]
    [InlineData(typeof(ThingWithoutDefault), "Run(string? input, int count)")]
    [InlineData(typeof(ThingWithOtherNullability), "Run(string input, int count = 3)")]
    [InlineData(typeof(ThingWithOtherConstraint), "Add<T>(T item) where T : class")]
    [InlineData(typeof(ThingWithSetter), "Name { get; set; }")]
    [InlineData(typeof(OpenThing), "not sealed")]
    [InlineData(typeof(ThingWithOtherBase), "ICloneable")]
    [InlineData(typeof(StructThing), "struct")]
    public void Compare_OtherSignature_IsFound(Type type, string expected) => Assert.Contains(Compare(type, "Thing"), problem => problem.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void Compare_ExtraEnumValue_IsFound() => Assert.Contains("Three = 2", Assert.Single(Compare(typeof(LongerChoice), "Choice")));

    private static IReadOnlyList<string> Compare(Type type, string name) => [.. new ApiComparer(Listing).Compare(type, "Field", name)];

    private enum LongerChoice
    {
        One,
        Two,
        Three,
    }

    private readonly struct StructThing(string name)
    {
        public string Name { get; } = name;
    }

    private sealed record Pair(string? Left, int Right = 0);

    private sealed class SameThing(string name) : IDisposable
    {
        public string Name { get; } = name;

        public Task Run(string? input, int count = 3)
        {
            GC.KeepAlive((input, count));
            return Task.CompletedTask;
        }

        public void Add<T>(T item)
            where T : IDisposable => item.Dispose();

        public void Dispose()
        {
        }
    }

    private sealed class SmallThing(string name)
    {
        public string Name { get; } = name;
    }

    private sealed class ThingWithExtraMember(string name)
    {
        public string Name { get; } = name;

        public int Extra { get; } = 1;
    }

    private sealed class ThingWithSetter(string name)
    {
        public string Name { get; set; } = name;
    }

    private class OpenThing(string name)
    {
        public string Name { get; } = name;
    }

    private sealed class ThingWithOtherBase(string name) : ICloneable
    {
        public string Name { get; } = name;

        object ICloneable.Clone() => this;
    }

    private sealed class ThingWithOtherParameterType(string name)
    {
        public Task Run(string? input, long count = 3)
        {
            GC.KeepAlive((name, input, count));
            return Task.CompletedTask;
        }
    }

    private sealed class ThingWithOtherParameterName(string name)
    {
        public Task Run(string? text, int count = 3)
        {
            GC.KeepAlive((name, text, count));
            return Task.CompletedTask;
        }
    }

    private sealed class ThingWithoutDefault(string name)
    {
        public Task Run(string? input, int count)
        {
            GC.KeepAlive((name, input, count));
            return Task.CompletedTask;
        }
    }

    private sealed class ThingWithOtherNullability(string name)
    {
        public Task Run(string input, int count = 3)
        {
            GC.KeepAlive((name, input, count));
            return Task.CompletedTask;
        }
    }

    private sealed class ThingWithOtherConstraint(string name)
    {
        public void Add<T>(T item)
            where T : class => GC.KeepAlive((name, item));
    }
}
