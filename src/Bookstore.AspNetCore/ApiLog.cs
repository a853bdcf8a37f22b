using System.Net;
using Bookstore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Bookstore.AspNetCore;

/// <summary>What the API writes to the log. Never a key, a body or an address.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(EventId = EventIds.Api.RequestFailed, Level = LogLevel.Error, Message = "{Method} {Route} failed")]
    public static partial void RequestFailed(ILogger logger, string method, string route, Exception exception);

    [LoggerMessage(EventId = EventIds.Api.StoreUnavailable, Level = LogLevel.Warning, Message = "{Method} {Route} was refused: the store cannot be used now")]
    public static partial void StoreUnavailable(ILogger logger, string method, string route, Exception exception);

    [LoggerMessage(EventId = EventIds.Api.ClientEntryRefused, Level = LogLevel.Error, Message = "An entry of the API's clients is left out. {Reason}")]
    public static partial void ClientEntryRefused(ILogger logger, string reason);

    [LoggerMessage(EventId = EventIds.Api.ClientsRead, Level = LogLevel.Information, Message = "The API accepts {Count} keys")]
    public static partial void ClientsRead(ILogger logger, int count);

    [LoggerMessage(EventId = EventIds.Api.NotReady, Level = LogLevel.Warning, Message = "The store did not answer the readiness check")]
    public static partial void NotReady(ILogger logger, Exception exception);

    [LoggerMessage(EventId = EventIds.Api.Throttled, Level = LogLevel.Warning, Message = "Client {Client} sends more than it may; {Count} more requests of its were refused since the last such line")]
    public static partial void Throttled(ILogger logger, string client, long count);

    [LoggerMessage(EventId = EventIds.Api.Unauthorized, Level = LogLevel.Warning, Message = "A request from {RemoteAddress} had no valid API key or token; {Count} more were refused since the last such line")]
    public static partial void Unauthorized(ILogger logger, IPAddress? remoteAddress, long count);

    [LoggerMessage(EventId = EventIds.Api.Forbidden, Level = LogLevel.Warning, Message = "Client {Client} lacks the role for {Method} {Route}; {Count} more requests of its were refused since the last such line")]
    public static partial void Forbidden(ILogger logger, string client, string method, string route, long count);

    [LoggerMessage(EventId = EventIds.Api.CustomerLimit, Level = LogLevel.Warning, Message = "A customer of client {Client} has too many unpaid or declined orders; {Count} more orders of its customers were refused since the last such line")]
    public static partial void CustomerLimit(ILogger logger, string client, long count);

    [LoggerMessage(EventId = EventIds.Api.EventStreamEnded, Level = LogLevel.Warning, Message = "A stream of events of client {Client} ended: the feed cannot be read from there")]
    public static partial void EventStreamEnded(ILogger logger, string client, Exception exception);

    [LoggerMessage(EventId = EventIds.Api.NotificationNotKept, Level = LogLevel.Warning, Message = "A notification of {Source} could not be kept and was refused with 503; its sender has to send it again. {Count} more were refused since the last such line")]
    public static partial void NotificationNotKept(ILogger logger, string source, long count, Exception exception);

    [LoggerMessage(EventId = EventIds.Api.NotificationUnsigned, Level = LogLevel.Warning, Message = "A notification of {Source} had no valid signature. If it is the sender's own, check the secret that is configured. {Count} more were refused since the last such line")]
    public static partial void NotificationUnsigned(ILogger logger, string source, long count);

    [LoggerMessage(EventId = EventIds.Api.OptionsRefused, Level = LogLevel.Error, Message = "The changed configuration cannot be used, and the last good one stays. {Reason}")]
    public static partial void OptionsRefused(ILogger logger, string reason);
}
