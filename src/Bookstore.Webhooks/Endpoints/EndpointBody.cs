using System.Text.Json.Serialization;
using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>An endpoint as it is stored.</summary>
/// <remarks>Members are set, and not initialized, so that one that a body lacks keeps its default.</remarks>
internal sealed record EndpointBody : DocumentBody
{
    /// <summary>Of how many secrets before there are signatures at most.</summary>
    public const int MaxPreviousSecrets = 5;

    // How long requests have a signature of a secret that was replaced.
    private static readonly TimeSpan Rotation = TimeSpan.FromHours(24);

    public string Url { get; set; } = string.Empty;

    public IReadOnlyList<string> Types { get; set; } = [];

    /// <summary>The secret, see <see cref="SecretCipher"/>.</summary>
    public string Secret { get; set; } = string.Empty;

    /// <summary>The secrets before, latest first, each until its day is over. A receiver may have any of them: the answer to a rotation can be lost.</summary>
    public IReadOnlyList<PreviousSecretBody> PreviousSecrets { get; set; } = [];

    public WebhookDisableReason? DisableReason { get; set; }

    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>Since when it is enabled. Failures before do not count.</summary>
    public DateTimeOffset EnabledAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Who made the last change; <see langword="null"/> when the application named no one.</summary>
    public ChangerBody? ChangedBy { get; set; }

    /// <summary>Counts the changes.</summary>
    public int Changes { get; set; }

    /// <summary>Counts the events of the endpoint in the feed.</summary>
    public long Events { get; set; }

    /// <summary>Replaces the secret.</summary>
    /// <param name="secret">The new one, encrypted.</param>
    /// <param name="now">The time of the rotation.</param>
    public EndpointBody Rotate(string secret, DateTimeOffset now) =>
        this with { Secret = secret, PreviousSecrets = [.. PreviousSecrets.Prepend(new PreviousSecretBody { Secret = Secret, Until = now + Rotation }).Take(MaxPreviousSecrets)] };

    /// <summary>Forgets the secrets whose day is over.</summary>
    public EndpointBody WithoutOldSecrets(DateTimeOffset now) =>
        PreviousSecrets.All(previous => previous.Until > now) ? this : this with { PreviousSecrets = [.. PreviousSecrets.Where(previous => previous.Until > now)] };
}

/// <summary>A secret that was replaced, and that requests are signed with still.</summary>
internal sealed record PreviousSecretBody : DocumentBody
{
    /// <summary>The secret, see <see cref="SecretCipher"/>.</summary>
    public string Secret { get; set; } = string.Empty;

    /// <summary>Until when requests are signed with it as well.</summary>
    public DateTimeOffset Until { get; set; }
}

/// <summary>Who changed an endpoint: the actor of the write.</summary>
internal sealed record ChangerBody : DocumentBody
{
    public string Client { get; set; } = string.Empty;

    public string? Sub { get; set; }

    public static ChangerBody? Of(Actor? actor) => actor is null ? null : new ChangerBody { Client = actor.Client, Sub = actor.Subject };
}

/// <summary>What all endpoints belong to: its lock keeps two from being created at a time, so that they can be counted.</summary>
internal sealed record RosterBody : DocumentBody;

/// <summary>How the bodies of webhooks are written and read, made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EndpointBody))]
[JsonSerializable(typeof(TryLogBody))]
[JsonSerializable(typeof(RosterBody))]
internal sealed partial class WebhookJsonContext : JsonSerializerContext;
