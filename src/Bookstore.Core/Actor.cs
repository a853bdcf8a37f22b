namespace Bookstore;

/// <summary>Who makes a write: kept in the data of the events that it raises, as <c>actor</c>, and with each <see cref="StockMovement"/>, so that both say who did what.</summary>
/// <remarks>
/// <c>Bookstore.AspNetCore</c> and <c>Bookstore.Console</c> name the client of each request; the background work is <see cref="System"/>. An application that calls the services in process names the actor with <see cref="Use"/>,
/// or leaves it out. Names are kept as they are, those of movements for ever: give no more than an id of a person. Immutable and safe to share between threads.
/// </remarks>
public sealed record Actor
{
    /// <summary>The longest <see cref="Client"/> and <see cref="Subject"/>, in Unicode code points: 100.</summary>
    public const int MaxLength = 100;

    /// <summary>The <see cref="Client"/> of what the shop does by itself, <c>system</c>. The <see cref="Subject"/> of an event handler's writes is the handler's name; the other background work has none.</summary>
    public const string System = "system";

    /// <summary>What takes the place of the id of the customer that a write is about.</summary>
    internal const string Customer = "customer";

    /// <summary>The background work.</summary>
    internal static readonly Actor OfBackgroundWork = new(System);

    private static readonly AsyncLocal<Actor?> Ambient = new();

    /// <summary>Names an actor.</summary>
    /// <param name="client">The program that sends the request: 1 to <see cref="MaxLength"/> characters.</param>
    /// <param name="subject">The id of the person or the account that it acts for: 1 to <see cref="MaxLength"/> characters; <see langword="null"/> for none. Default none.</param>
    /// <exception cref="ArgumentException">A name is empty or too long.</exception>
    public Actor(string client, string? subject = null)
    {
        Client = Require.Text(client, 1, MaxLength);
        Subject = subject is null ? null : Require.Text(subject, 1, MaxLength);
    }

    /// <summary>The actor of the writes that this flow of control makes; <see langword="null"/> when none was named.</summary>
    public static Actor? Current => Ambient.Value;

    /// <summary>The program that sends the request.</summary>
    public string Client { get; }

    /// <summary>The id of the person or the account that it acts for; <see langword="null"/> for none.</summary>
    public string? Subject { get; }

    /// <summary>Names the actor of the writes that this flow of control makes from now on, also in what it awaits, until the result is disposed.</summary>
    /// <example>
    /// <code>
    /// async Task CancelAsync(IOrderWorkflow workflow, Guid orderId, string userId)
    /// {
    ///     using (Actor.Use(new Actor("back-office", userId)))
    ///     {
    ///         await workflow.CancelAsync(new CancelOrderRequest { OrderId = orderId });
    ///     }
    /// }
    /// </code>
    /// </example>
    /// <param name="actor">The actor; <see langword="null"/> for none.</param>
    /// <returns>Dispose it to name the actor before again.</returns>
    public static IDisposable Use(Actor? actor)
    {
        var before = new Scope(Ambient.Value);
        Ambient.Value = actor;
        return before;
    }

    /// <summary>The actor of a write that is about a customer: where a name is the customer's own id, it says so instead. The customer can be erased, and what keeps the actor stays.</summary>
    internal Actor About(string? customerId)
    {
        if (customerId is null || (!IsCustomer(Client) && !IsCustomer(Subject)))
        {
            return this;
        }

        return new Actor(IsCustomer(Client) ? Customer : Client, IsCustomer(Subject) ? Customer : Subject);

        bool IsCustomer(string? name) => string.Equals(name, customerId, StringComparison.Ordinal);
    }

    /// <summary>Names the actor of all that this method calls and awaits from now on: an asynchronous method's own flow ends with it.</summary>
    internal static void Set(Actor? actor) => Ambient.Value = actor;

    private sealed class Scope(Actor? before) : IDisposable
    {
        public void Dispose() => Ambient.Value = before;
    }
}
