using System.Runtime.CompilerServices;
using Xunit;
using Xunit.v3;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>
/// A theory over MongoDB's published tests. It is there only where <see cref="SpecificationFolder.Variable"/> names
/// them: a machine that has none has no such test, rather than one that it skips.
/// </summary>
[XunitTestCaseDiscoverer(typeof(SpecificationDiscoverer))]
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SpecificationTheoryAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
    : TheoryAttribute(sourceFilePath, sourceLineNumber);
