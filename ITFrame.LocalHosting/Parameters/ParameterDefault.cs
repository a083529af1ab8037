namespace Aspire.Hosting.ApplicationModel;

/// <summary>The value of a parameter that configuration does not give.</summary>
public abstract class ParameterDefault
{
    public abstract string GetDefaultValue();
}
