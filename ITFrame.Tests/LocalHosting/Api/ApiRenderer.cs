using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ITFrame.Tests.LocalHosting.Api;

/// <summary>Writes members found by reflection as the listing writes them.</summary>
internal sealed class ApiRenderer
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
    };

    private readonly NullabilityInfoContext _nullability = new();

    /// <param name="member">What is rendered.</param>
    /// <param name="typeName">The declaring type's name without its generic parameters.</param>
    public string Render(MemberInfo member, string typeName)
        => member switch
        {
            ConstructorInfo constructor => $"{Access(constructor)}{typeName}({Parameters(constructor)})",
            MethodInfo method => Method(method),
            PropertyInfo property => Property(property),
            FieldInfo field => $"public {(field.IsStatic ? "static " : string.Empty)}{(field.IsInitOnly ? "readonly " : string.Empty)}{TypeText(field.FieldType, _nullability.Create(field).ReadState, _nullability.Create(field))} {field.Name}",
            _ => throw new NotSupportedException($"{member.MemberType} {member.Name}"),
        };

    private static string Access(MethodBase method)
        => (method.DeclaringType!.IsInterface ? string.Empty : method.IsFamily || method.IsFamilyOrAssembly ? "protected " : "public ")
            + (method.IsStatic ? "static " : string.Empty)
            + (method is { IsAbstract: true, DeclaringType.IsInterface: false } ? "abstract " : string.Empty);

    private string Method(MethodInfo method)
    {
        var returned = Nullable(method.ReturnParameter);
        if (method.Name == "op_Implicit")
        {
            return $"public static implicit operator {returned}({Parameters(method)})";
        }

        var generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : string.Empty;
        var constraints = method.IsGenericMethodDefinition ? string.Concat(method.GetGenericArguments().Select(Constraint)) : string.Empty;
        return $"{Access(method)}{returned} {method.Name}{generic}({Parameters(method)}){constraints}";
    }

    private string Property(PropertyInfo property)
    {
        var info = _nullability.Create(property);
        var getter = property.GetMethod is { } get && IsVisible(get) ? get : null;
        var setter = property.SetMethod is { } set && IsVisible(set) ? set : null;
        var isInit = setter?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ?? false;
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : string.Empty;
        var accessors = (getter is null ? string.Empty : " get;") + (setter is null ? string.Empty : isInit ? " init;" : " set;");
        var state = getter is null ? info.WriteState : info.ReadState;
        return $"{Access((getter ?? setter)!)}{required}{TypeText(property.PropertyType, state, info)} {property.Name} {{{accessors} }}";
    }

    private string Parameters(MethodBase method)
    {
        var isExtension = method.IsDefined(typeof(ExtensionAttribute));
        return string.Join(", ", method.GetParameters().Select((parameter, index) => Parameter(parameter, isExtension && index == 0)));
    }

    private string Parameter(ParameterInfo parameter, bool isThis)
    {
        var modifier = isThis ? "this "
            : parameter.IsOut ? "out "
            : parameter.IsIn ? "in "
            : parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params "
            : parameter.ParameterType.IsByRef ? "ref " : string.Empty;
        return $"{modifier}{Nullable(parameter)} {parameter.Name}{(parameter.HasDefaultValue ? $" = {Default(parameter)}" : string.Empty)}";
    }

    private string Nullable(ParameterInfo parameter)
    {
        var info = _nullability.Create(parameter);
        var state = parameter.IsOut || parameter.Position < 0 ? info.ReadState : info.WriteState;
        return TypeText(parameter.ParameterType, state, info);
    }

    private static string Default(ParameterInfo parameter)
        => parameter.DefaultValue switch
        {
            null => parameter.ParameterType.IsValueType && System.Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null",
            string text => $"\"{text}\"",
            bool flag => flag ? "true" : "false",
            var value when parameter.ParameterType.IsEnum => Enum.GetName(parameter.ParameterType, value)!,
            var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };

    private static string TypeText(Type type, NullabilityState state, NullabilityInfo? info)
    {
        if (type.IsByRef)
        {
            // The context describes the type behind a reference.
            return TypeText(type.GetElementType()!, state, info);
        }

        if (System.Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Plain(underlying, null) + "?";
        }

        var mark = state == NullabilityState.Nullable && (!type.IsValueType || type.IsGenericParameter) ? "?" : string.Empty;
        return Plain(type, info) + mark;
    }

    private static string Plain(Type type, NullabilityInfo? info)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (type.IsArray)
        {
            return $"{TypeText(type.GetElementType()!, info?.ElementType?.ReadState ?? NullabilityState.NotNull, info?.ElementType)}[]";
        }

        if (!type.IsGenericType)
        {
            return type.Name;
        }

        var arguments = type.GetGenericArguments()
            .Select((argument, index) => info?.GenericTypeArguments.ElementAtOrDefault(index) is { } argumentInfo
                ? TypeText(argument, argumentInfo.ReadState, argumentInfo)
                : TypeText(argument, NullabilityState.NotNull, null));
        return $"{type.Name.Split('`')[0]}<{string.Join(", ", arguments)}>";
    }

    private static string Constraint(Type argument)
    {
        var attributes = argument.GenericParameterAttributes;
        var constraints = new List<string>();
        if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            constraints.Add("class");
        }

        constraints.AddRange(argument.GetGenericParameterConstraints().Select(constraint => Plain(constraint, null)));
        if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint))
        {
            constraints.Add("new()");
        }

        return constraints.Count == 0 ? string.Empty : $" where {argument.Name} : {string.Join(", ", constraints)}";
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;
}
