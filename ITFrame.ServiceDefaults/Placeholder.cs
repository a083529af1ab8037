namespace ITFrame.ServiceDefaults;
internal sealed class Placeholder;
