namespace Bookstore.Operating;

/// <summary>A person in front of a browser of their own, which notes what goes wrong in it.</summary>
internal sealed class Person : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _problems = [];

    private Person(IBrowserContext context, IPage page, Uri shop) => (_context, Page, Console) = (context, page, new Uri(shop, "/console/"));

    public IPage Page { get; }

    public Uri Console { get; }

    public IBrowserContext Context => _context;

    /// <summary>Errors of the page, what its policy refused, requests that left the origin, and dialogs.</summary>
    public IReadOnlyList<string> Problems => _problems;

    public static async Task<Person> ComeAsync(Scene scene, ConsoleShop? shop = null, string? key = ConsoleShop.OwnerKey, ColorScheme scheme = ColorScheme.Light, int width = 1280, bool hasScript = true)
    {
        var context = await scene.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ColorScheme = scheme,
            JavaScriptEnabled = hasScript,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new ViewportSize { Width = width, Height = 860 },
        });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(30_000);
        var person = new Person(context, page, (shop ?? scene.Shop).Address);
        person.Watch();
        if (key is not null)
        {
            await person.GoAsync("");
            await person.SignInAsync(key);
        }

        return person;
    }

    public Task GoAsync(string path) => Page.GotoAsync(new Uri(Console, path).ToString());

    public async Task SignInAsync(string key)
    {
        await Page.GetByLabel("API key").FillAsync(key);
        await ClickAsync("Sign in");
    }

    /// <summary>Clicks a button or a link of this name within the page.</summary>
    public Task ClickAsync(string name) => Named(Page.Locator("main"), name).First.ClickAsync();

    /// <summary>Clicks in the navigation.</summary>
    public Task TurnToAsync(string section) => Page.GetByRole(AriaRole.Navigation, new PageGetByRoleOptions { Name = "Console" }).GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = section }).ClickAsync();

    /// <summary>Waits until the page says something.</summary>
    public Task SeesAsync(string text) => Assertions.Expect(Page.Locator("main")).ToContainTextAsync(text);

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private static ILocator Named(ILocator within, string name) =>
        within.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = name, Exact = true }).Or(within.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = name, Exact = true }));

    private void Watch()
    {
        Page.Console += (_, message) =>
        {
            // A page that says that something is not there has a status that says so as well.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource: the server responded with a status of 4", StringComparison.Ordinal))
            {
                _problems.Add($"{Page.Url}: {message.Text}");
            }
        };
        Page.PageError += (_, error) => _problems.Add($"{Page.Url}: {error}");
        Page.Dialog += (_, dialog) => _problems.Add($"{Page.Url}: {dialog.Message}");
        Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(Console.GetLeftPart(UriPartial.Authority) + "/", StringComparison.Ordinal))
            {
                _problems.Add($"{Page.Url}: {request.Url} is elsewhere");
            }
        };
    }
}
