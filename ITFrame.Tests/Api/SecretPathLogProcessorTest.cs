using ITFrame.ServiceDefaults.Telemetry;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using Xunit;

namespace ITFrame.Tests.Api;

public sealed class SecretPathLogProcessorTest
{
    [Fact]
    public void Log_PathInTextAndArguments_IsMaskedForExporters()
    {
        using var recorder = new Recorder();
        using (var loggers = LoggerFactory.Create(builder => builder.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.AddProcessor(new SecretPathLogProcessor()).AddProcessor(recorder);
        })))
        {
            loggers.CreateLogger("test").LogInformation(
                "Called {Path} and {Url} {Count} times", "/cast/statistics/demo/s3cr3t/x", new Uri("http://a.test/cast/statistics/demo/s3cr3t"), 3);
        }

        Assert.Equal(
            "Called /cast/statistics/demo/REDACTED/x and http://a.test/cast/statistics/demo/REDACTED 3 times",
            recorder.Message);
        Assert.Equal(
            "/cast/statistics/demo/REDACTED/x|http://a.test/cast/statistics/demo/REDACTED|3|Called {Path} and {Url} {Count} times",
            recorder.Attributes);
    }

    private sealed class Recorder : BaseProcessor<LogRecord>
    {
        public string? Message { get; private set; }

        public string? Attributes { get; private set; }

        public override void OnEnd(LogRecord data)
        {
            Message = data.FormattedMessage;
            Attributes = string.Join('|', data.Attributes!.Select(attribute => attribute.Value));
        }
    }
}
