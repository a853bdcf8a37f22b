namespace Bookstore.Client;

/// <summary>Retry, time-out and circuit-breaker settings of the client. Only what is safe to repeat is retried: GET, DELETE, PUT without a condition, and POST with an idempotency key.</summary>
public sealed class BookstoreResilienceOptions
{
    /// <summary>Whether requests are tried again and a circuit breaker spares a failing server. Without it each request is sent once, within <see cref="TotalTimeout"/>. Default <see langword="true"/>.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How long one try may take, from sending to the last byte of the response. 10 milliseconds to 10 minutes, at most <see cref="TotalTimeout"/>. Default 15 seconds.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a call may take with all its tries and pauses. 10 milliseconds to 1 hour. Default 1 minute.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often a failed request is sent again at most. 0 to 20, or <see langword="null"/> for as often as <see cref="TotalTimeout"/> allows. Default <see langword="null"/>.</summary>
    public int? MaxRetries { get; set; }

    /// <summary>
    /// The pause before the first retry; each further one is about twice as long, with jitter. A <c>Retry-After</c> of the server, and the rest of
    /// <see cref="BreakDuration"/>, count instead. A pause that would outlast the call ends it at once. 1 millisecond to 1 minute. Default 250 milliseconds.
    /// </summary>
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause between two tries that the server did not ask for. <see cref="BaseDelay"/> to 10 minutes. Default 5 seconds.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The share of tries that has to fail, of at least 20 within 30 seconds, before the circuit opens. Above 0, up to 1. Default 0.5.</summary>
    public double BreakerFailureRatio { get; set; } = 0.5;

    /// <summary>How long an open circuit lets nothing through. Calls wait for it as for a failed try, within <see cref="TotalTimeout"/>. 500 milliseconds to 10 minutes. Default 5 seconds.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(5);
}
