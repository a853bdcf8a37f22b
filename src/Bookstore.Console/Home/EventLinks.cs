using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>The page of the console that an event is about.</summary>
internal static class EventLinks
{
    // The first word of a resource, the console's page of it, and the role that sees the page.
    private static readonly (string Kind, string Page, ApiRole Role)[] Kinds =
    [
        ("orders", "orders", ApiRole.OrdersRead),
        ("books", "stock", ApiRole.StockRead),
        ("webhooks", "webhooks", ApiRole.WebhooksManage),
        ("audits", "audits", ApiRole.Operations),
    ];

    /// <summary>The kinds of resources whose pages a client sees, each with its page, for the script.</summary>
    public static string For(ConsoleView view) => string.Join(' ', Kinds.Where(kind => view.Can(kind.Role)).Select(static kind => $"{kind.Kind}:{kind.Page}"));

    /// <summary>A resource with the beginning of its id.</summary>
    public static string Short(string resource) => resource.Split('/') is [var kind, var id] && Guid.TryParse(id, out var known) ? $"{kind}/{Format.Short(known)}" : resource;

    /// <summary>The path of a resource's page; <see langword="null"/> where there is none that the client sees.</summary>
    /// <param name="resource">The resource, such as <c>/orders/{id}</c>.</param>
    /// <param name="view">The client's view of the console.</param>
    public static string? Of(string resource, ConsoleView view)
    {
        if (resource.Trim('/').Split('/') is not [var name, var id] || Array.Find(Kinds, kind => kind.Kind == name) is not { Page: { } page } kind || !view.Can(kind.Role))
        {
            return null;
        }

        return Guid.TryParse(id, out _) || (name == "books" && Isbn.TryParseArticle(id, out _)) ? $"{page}/{id}" : null;
    }
}
