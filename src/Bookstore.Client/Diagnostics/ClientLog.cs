using Bookstore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Bookstore.Client.Diagnostics;

/// <summary>Everything that the client logs: never a body, a query or a header.</summary>
internal static partial class ClientLog
{
    [LoggerMessage(EventIds.Client.Retrying, LogLevel.Information, "{Operation} failed ({Reason}) and is sent again after {DelayMilliseconds} ms, try {Attempt}.")]
    public static partial void Retrying(ILogger logger, string operation, string reason, double delayMilliseconds, int attempt);

    [LoggerMessage(EventIds.Client.CircuitOpened, LogLevel.Warning, "Too many requests to the Bookstore API failed, the last with {Reason}; nothing is sent for {BreakSeconds} s.")]
    public static partial void CircuitOpened(ILogger logger, double breakSeconds, string reason);

    [LoggerMessage(EventIds.Client.OptionsRefused, LogLevel.Error, "The reloaded options of the Bookstore client are not used, and those before stay in use: {Reason}")]
    public static partial void OptionsRefused(ILogger logger, string reason);
}
