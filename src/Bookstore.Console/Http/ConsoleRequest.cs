using System.Globalization;
using Bookstore.AspNetCore;
using Microsoft.AspNetCore.Http;

namespace Bookstore.Operating;

/// <summary>A request of the console, with the client that sends it.</summary>
/// <param name="context">The request.</param>
/// <param name="settings">What all requests share.</param>
/// <param name="basePath">The path of the console, without a slash at its end.</param>
/// <param name="client">The client that sends it; one without roles when no user is signed in.</param>
internal sealed class ConsoleRequest(HttpContext context, ConsoleSettings settings, string basePath, ApiClient client)
{
    /// <summary>How many rows a list shows.</summary>
    public const int PageSize = 50;

    public HttpContext Context { get; } = context;

    public ConsoleSettings Settings { get; } = settings;

    public string Base { get; } = basePath;

    public ApiClient Client { get; } = client;

    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>The form that was posted, once it was checked.</summary>
    public IFormCollection? Form { get; init; }

    public DateTimeOffset Now => Settings.Time.GetUtcNow();

    public bool Can(ApiRole role) => Client.Has(role);

    /// <summary>A service of the shop.</summary>
    public T Service<T>()
        where T : notnull => MappedShop.Get<T>(Context.RequestServices, Settings.Shop);

    /// <summary>A service that the shop may lack.</summary>
    public T? Find<T>()
        where T : class => MappedShop.Find<T>(Context.RequestServices, Settings.Shop);

    /// <summary>A parameter of the query; <see langword="null"/> when it is missing or empty.</summary>
    public string? Query(string name) => Context.Request.Query[name] is { Count: 1 } values && values[0]?.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>The id in the address. Another text becomes the id that nothing has.</summary>
    public Guid Id(string name = "id") => ApiRequest.IdOf(Value(name));

    public string Value(string name) => Convert.ToString(Context.Request.RouteValues[name], CultureInfo.InvariantCulture) ?? string.Empty;
}
