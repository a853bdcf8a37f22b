namespace Bookstore.Operating;

/// <summary>The page of the console that an event is about.</summary>
internal static class EventLinks
{
    /// <summary>The path of a resource's page; <see langword="null"/> where there is none.</summary>
    /// <param name="resource">The resource, such as <c>/orders/{id}</c>.</param>
    public static string? Of(string resource)
    {
        var parts = resource.Trim('/').Split('/');
        return parts is ["orders" or "books", var id] && (Guid.TryParse(id, out _) || Isbn.TryParse(id, out _)) ? $"{(parts[0] == "books" ? "stock" : parts[0])}/{id}" : null;
    }
}
