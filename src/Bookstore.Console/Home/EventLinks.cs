using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>The page of the console that an event is about.</summary>
internal static class EventLinks
{
    /// <summary>The role that sees the page of a resource.</summary>
    public static ApiRole RoleOf(string resource) => resource.StartsWith("books/", StringComparison.Ordinal) ? ApiRole.StockRead : ApiRole.OrdersRead;

    /// <summary>A resource with the beginning of its id.</summary>
    public static string Short(string resource) => resource.Split('/') is [var kind, var id] && Guid.TryParse(id, out var known) ? $"{kind}/{Format.Short(known)}" : resource;

    /// <summary>The path of a resource's page; <see langword="null"/> where there is none.</summary>
    /// <param name="resource">The resource, such as <c>/orders/{id}</c>.</param>
    public static string? Of(string resource)
    {
        var parts = resource.Trim('/').Split('/');
        return parts is ["orders" or "books", var id] && (Guid.TryParse(id, out _) || Isbn.TryParseArticle(id, out _)) ? $"{(parts[0] == "books" ? "stock" : parts[0])}/{id}" : null;
    }
}
