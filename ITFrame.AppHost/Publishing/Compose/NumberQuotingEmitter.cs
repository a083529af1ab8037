using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.EventEmitters;

namespace ITFrame.AppHost.Publishing.Compose;

/// <summary>Quotes every string that begins with a digit: YAML 1.1, which older Composes read, takes 00:00:05 for a number.</summary>
internal sealed class NumberQuotingEmitter(IEventEmitter next) : ChainedEventEmitter(next)
{
    public override void Emit(ScalarEventInfo eventInfo, IEmitter emitter)
    {
        if (eventInfo.Source.Value is string { Length: > 0 } text && char.IsAsciiDigit(text[0]))
        {
            eventInfo.Style = ScalarStyle.DoubleQuoted;
        }

        base.Emit(eventInfo, emitter);
    }
}
