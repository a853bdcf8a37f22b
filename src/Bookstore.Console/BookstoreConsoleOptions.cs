namespace Bookstore;

/// <summary>How the console works. Bound to the configuration section <c>Bookstore:Console</c>, that of a shop with a name to <c>Bookstore:Shops:name:Console</c>; checked when the console is mapped.</summary>
public sealed class BookstoreConsoleOptions
{
    /// <summary>The name of the shop on every page, 1 to 100 characters. Default <c>Bookstore</c>.</summary>
    public string Title { get; set; } = "Bookstore";

    /// <summary>
    /// The application's authorization policy for every page of the console, by name. Who may do what follows from the roles of the signed-in user's claims, as with the API
    /// (<see cref="BookstoreAuthenticationOptions"/>). Default none: the console has a sign-in page of its own, which takes the API key of a client and has that client's roles.
    /// </summary>
    public string? Policy { get; set; }

    /// <summary>For how long a sign-in with an API key lasts. A key that is removed from the configuration ends it at once. 1 minute to 7 days. Default 8 hours.</summary>
    public TimeSpan SessionTime { get; set; } = TimeSpan.FromHours(8);

    /// <summary>How many live feeds may be open at a time; more get 503, and the pages show a list without them. 1 to 10,000. Default 64.</summary>
    public int MaxLiveFeeds { get; set; } = 64;

    /// <summary>The first page names books that were sold in the last 24 hours and have fewer available copies than this. 0 to 10,000; 0 names none. Default 5.</summary>
    public int LowStock { get; set; } = 5;

    /// <summary>The configuration section that the options of a shop are read from.</summary>
    internal static string SectionOf(string? shop) => BookstoreApiOptions.SectionOf(shop) + ":Console";
}
