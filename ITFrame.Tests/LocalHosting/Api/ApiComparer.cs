using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ITFrame.Tests.LocalHosting.Api;

/// <summary>Finds what a type offers and Aspire's type of the same name does not.</summary>
internal sealed partial class ApiComparer(ApiListing listing)
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly ApiRenderer _renderer = new();

    public IEnumerable<string> Compare(Assembly assembly) => assembly.GetExportedTypes().SelectMany(type => Compare(type, type.Namespace!, NameOf(type)));

    public IEnumerable<string> Compare(Type type, string @namespace, string name)
    {
        var rows = listing.RowsOf(@namespace, name);
        if (rows.Count == 0)
        {
            return [$"{@namespace}.{name}: Aspire has no such type."];
        }

        var typeRow = rows.FirstOrDefault(row => row.Kind == "type")?.Signature;
        var problems = typeRow is null ? [] : CompareType(type, typeRow).Concat(type.IsEnum ? CompareEnum(type, typeRow) : []);
        return problems.Concat(type.IsEnum ? [] : CompareMembers(type, name, rows)).Select(problem => $"{@namespace}.{name}: {problem}");
    }

    private static IEnumerable<string> CompareType(Type type, string row)
    {
        var listed = ApiSignature.Normalize(row);
        var kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : IsRecord(type) ? "record" : "class";
        if (!Regex.IsMatch(listed, $@"\b{kind}\b"))
        {
            yield return $"it is a {kind} here, but in Aspire: {row}";
        }

        var isStatic = type is { IsAbstract: true, IsSealed: true };
        if (type is { IsClass: true } && isStatic != listed.Contains("static ", StringComparison.Ordinal))
        {
            yield return $"it is {(isStatic ? string.Empty : "not ")}static here, but in Aspire: {row}";
        }

        if (type.IsClass && !isStatic && type.IsAbstract != listed.Contains("abstract ", StringComparison.Ordinal))
        {
            yield return $"it is {(type.IsAbstract ? string.Empty : "not ")}abstract here, but in Aspire: {row}";
        }

        // Sealing what Aspire leaves open takes something away; opening what it seals adds something.
        if (type.IsClass && !isStatic && type.IsSealed != listed.Contains("sealed ", StringComparison.Ordinal))
        {
            yield return $"it is {(type.IsSealed ? string.Empty : "not ")}sealed here, but in Aspire: {row}";
        }

        foreach (var baseType in BaseTypes(type).Where(baseType => !Regex.IsMatch(listed, $@"\b{Regex.Escape(baseType)}\b")))
        {
            yield return $"it is a {baseType} here, but not in Aspire: {row}";
        }
    }

    private static IEnumerable<string> CompareEnum(Type type, string row)
        => Enum.GetNames(type)
            .Select(name => $"{name} = {Convert.ToInt32(Enum.Parse(type, name), System.Globalization.CultureInfo.InvariantCulture)}")
            .Where(value => !Regex.IsMatch(row, $@"[{{,] {value}[ ,]"))
            .Select(value => $"Aspire has no value {value}.");

    private IEnumerable<string> CompareMembers(Type type, string name, IReadOnlyList<ApiRow> rows)
    {
        var listed = rows.Where(row => row.Kind != "type").Select(row => ApiSignature.Normalize(row.Signature)).ToHashSet();
        foreach (var member in Members(type))
        {
            var rendered = ApiSignature.Normalize(_renderer.Render(member, name[(name.LastIndexOf('.') + 1)..]));
            if (!listed.Contains(rendered) && !IsImplicitConstructor(member, rows))
            {
                var near = rows.Where(row => row.Member == member.Name || (member is ConstructorInfo && row.Kind == "ctor")).Select(row => ApiSignature.Normalize(row.Signature)).ToArray();
                yield return $"Aspire has no '{rendered}'{(near.Length == 0 ? "." : $"; it has '{string.Join("', '", near)}'.")}";
            }
        }
    }

    private static IEnumerable<MemberInfo> Members(Type type)
        => type.GetMembers(Declared).Where(member => member switch
        {
            MethodInfo method => IsVisible(method) && (!method.IsSpecialName || method.Name == "op_Implicit") && !method.IsDefined(typeof(CompilerGeneratedAttribute)),
            ConstructorInfo constructor => IsVisible(constructor) && !constructor.IsStatic,
            PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible) && property.Name != "EqualityContract",
            FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
            _ => false,
        })
        .Where(member => !(member is ConstructorInfo { IsPublic: false } && IsRecord(type)));

    /// <summary>The listing leaves out constructors that the compiler adds.</summary>
    private static bool IsImplicitConstructor(MemberInfo member, IReadOnlyList<ApiRow> rows)
        => member is ConstructorInfo constructor && constructor.GetParameters().Length == 0 && rows.All(row => row.Kind != "ctor");

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$", Declared) is not null;

    private static IEnumerable<string> BaseTypes(Type type)
    {
        if (type.IsEnum || type.IsValueType)
        {
            return [];
        }

        var inherited = type.BaseType?.GetInterfaces() ?? [];
        var ofInterfaces = type.GetInterfaces().SelectMany(implemented => implemented.GetInterfaces());
        var interfaces = type.GetInterfaces().Except(inherited).Except(ofInterfaces)
            .Where(implemented => implemented.Name != "IEquatable`1")
            .Select(SimpleName);
        return type.BaseType is { } baseType && baseType != typeof(object) ? interfaces.Prepend(SimpleName(baseType)) : interfaces;
    }

    private static string SimpleName(Type type) => GenericArity().Replace(type.Name, string.Empty);

    private static string NameOf(Type type) => type.DeclaringType is { } outer ? $"{NameOf(outer)}.{SimpleName(type)}" : SimpleName(type);

    [GeneratedRegex("`.*")]
    private static partial Regex GenericArity();
}
