namespace Bookstore.Client;

/// <summary>How requests are kept going when the network or the server is not. Only what is safe to repeat is tried again: GET, PUT, and a POST with an idempotency key.</summary>
public sealed class BookstoreResilienceOptions
{
    /// <summary>Whether requests are tried again and a circuit breaker spares a failing server. Without it each request is sent once, within <see cref="TotalTimeout"/>. Default <see langword="true"/>.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How long one try may take, from sending to the last byte of the answer. 10 milliseconds to 10 minutes, at most <see cref="TotalTimeout"/>. Default 15 seconds.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a call may take with all its tries and pauses. 10 milliseconds to 1 hour. Default 1 minute.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often a failed request is sent again. 0 to 20. Default 5.</summary>
    public int MaxRetries { get; set; } = 5;

    /// <summary>The pause before the first retry; each further one is about twice as long, with jitter. A <c>Retry-After</c> of the server counts instead; one that lasts longer than the call may ends it at once. 1 millisecond to 1 minute. Default 250 milliseconds.</summary>
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause between two tries that the server did not ask for. <see cref="BaseDelay"/> to 10 minutes. Default 10 seconds.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The share of tries that has to fail, of at least 20 within 30 seconds, before the circuit opens. Above 0, up to 1. Default 0.5.</summary>
    public double BreakerFailureRatio { get; set; } = 0.5;

    /// <summary>How long an open circuit lets nothing through. 500 milliseconds to 10 minutes. Default 5 seconds.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(5);
}
