namespace ITFrame.LocalHosting;
internal sealed class Placeholder;
