using Deque.AxeCore.Playwright;

namespace Bookstore.Operating;

/// <summary>What holds on every page.</summary>
[Collection(SceneTests.Name)]
public sealed class PageTests(Scene scene)
{
    private const int Narrow = 360;

    [BrowserFact]
    public Task Main_pages_are_accessible_and_load_nothing_from_elsewhere() => CheckAsync(ColorScheme.Light, 1280, [string.Empty, $"orders/{scene.Order}", $"webhooks/{scene.Endpoint}", $"audits/{scene.Audit}"]);

    [LongBrowserTheory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, Narrow)]
    [InlineData(ColorScheme.Dark, Narrow)]
    public Task Every_page_is_accessible_in_light_and_dark_and_on_narrow_screens(ColorScheme scheme, int width) => CheckAsync(scheme, width, scene.Pages);

    [LongBrowserTheory]
    [InlineData(Narrow)]
    [InlineData(768)]
    [InlineData(960)]
    [InlineData(1210)]
    [InlineData(1280)]
    public async Task No_page_scrolls_sideways(int screen)
    {
        await using var person = await Person.ComeAsync(scene, width: screen);
        var wide = new List<string>();
        foreach (var path in scene.Pages)
        {
            await person.GoAsync(path);
            var width = await person.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            if (width > screen)
            {
                wide.Add($"{path}: {width}, {await WidestAsync(person, screen)}");
            }
        }

        wide.ShouldBeEmpty();
    }

    [LongBrowserFact]
    public async Task Sign_in_is_accessible()
    {
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using var person = await Person.ComeAsync(scene, key: null, scheme: scheme);
            await person.GoAsync("orders");
            await person.SignInAsync("a-key-that-is-none");
            await person.SeesAsync("No client has this API key");

            (await ViolationsAsync(person)).ShouldBeEmpty();
            person.Problems.ShouldBeEmpty();
        }
    }

    private static Task<string> WidestAsync(Person person, int screen) => person.Page.EvaluateAsync<string>(
        "screen => [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > screen).slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(' | ')", screen);

    private static async Task<IEnumerable<string>> ViolationsAsync(Person person)
    {
        var result = await person.Page.RunAxe();
        result.Passes.ShouldNotBeEmpty();
        return result.Violations.Select(violation => $"{person.Page.Url} {violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Take(3).Select(static node => node.Html))}");
    }

    private async Task CheckAsync(ColorScheme scheme, int width, IReadOnlyList<string> pages)
    {
        await using var person = await Person.ComeAsync(scene, scheme: scheme, width: width);
        var violations = new List<string>();
        foreach (var path in pages)
        {
            await person.GoAsync(path);
            violations.AddRange(await ViolationsAsync(person));
        }

        violations.ShouldBeEmpty();
        person.Problems.ShouldBeEmpty();
    }
}
