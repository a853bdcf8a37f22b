using System.Globalization;
using System.Runtime.InteropServices;

namespace Bookstore.Webhooks;

/// <summary>What came of one try.</summary>
/// <param name="Fault">Why it failed; <see cref="SendFault.None"/> for a success.</param>
/// <param name="Status">The status of the response; <see langword="null"/> where there was none.</param>
/// <param name="Response">The beginning of the response.</param>
/// <param name="RetryAfter">How long the receiver asks to wait.</param>
/// <param name="StartedAt">When the try began.</param>
/// <param name="Duration">How long it took.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SendResult(SendFault Fault, int? Status, string? Response, TimeSpan? RetryAfter, DateTimeOffset StartedAt, TimeSpan Duration)
{
    public bool IsSuccess => Fault == SendFault.None;

    /// <summary>Why it failed, in a sentence without any text of the receiver; empty for a success.</summary>
    public string Error => Fault switch
    {
        SendFault.None => string.Empty,
        SendFault.Refused => string.Create(CultureInfo.InvariantCulture, $"The receiver responded with {Status}. A success is 200 to 299."),
        SendFault.Redirected => string.Create(CultureInfo.InvariantCulture, $"The receiver redirects ({Status}), which is not followed. Set the endpoint's address to the new one."),
        SendFault.TimedOut => "The receiver did not respond in time.",
        SendFault.NameNotResolved => "The name of the host cannot be resolved.",
        SendFault.AddressRefused => "The host resolves to an address that is not public. Nothing was sent.",
        SendFault.UrlRefused => "The options do not allow the endpoint's address any more. Nothing was sent; set another address.",
        SendFault.SecretUnreadable => "The endpoint's secret was encrypted with another key. Nothing was sent; add that key to WebhookOptions.PreviousSecretKeys, or rotate the secret.",
        SendFault.NotConnected => "The receiver cannot be connected to.",
        SendFault.NotTrusted => "No secure connection: the certificate of the receiver is not valid, or it does not speak TLS.",
        _ => "The connection was lost, or the response is not HTTP.",
    };
}

/// <summary>Why a try failed.</summary>
internal enum SendFault
{
    None,
    Refused,
    Redirected,
    TimedOut,
    NameNotResolved,
    AddressRefused,
    UrlRefused,
    SecretUnreadable,
    NotConnected,
    NotTrusted,
    Broken,
}
