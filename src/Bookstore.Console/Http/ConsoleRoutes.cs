using Bookstore.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bookstore.Operating;

/// <summary>Maps the routes of one console.</summary>
internal sealed class ConsoleRoutes(RouteGroupBuilder group, ConsoleSettings settings)
{
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] Writes = [HttpMethods.Post];

    public ConsoleSettings Settings => settings;

    /// <summary>Maps a page for those with a role; <see cref="ApiRole.None"/> for every client.</summary>
    public void Page(string pattern, ApiRole role, Func<ConsoleRequest, ValueTask<ConsoleAnswer>> handler) => Map(pattern, Reads, role, handler);

    /// <summary>Maps an action: the page that asks, and the form that it sends.</summary>
    public void Action(string pattern, ApiRole role, Func<ConsoleRequest, ValueTask<ActionPlan?>> plan)
    {
        Map(pattern, Reads, role, request => ActionRun.AskAsync(request, plan));
        Map(pattern, Writes, role, request => ActionRun.PostAsync(request, plan));
    }

    /// <summary>Maps what is there for those who are not signed in.</summary>
    public void Open(string pattern, bool isForm, Func<ConsoleRequest, ValueTask<ConsoleAnswer>> handler) => Map(pattern, isForm ? Writes : Reads, ApiRole.None, handler, isOpen: true);

    /// <summary>Maps a form of every client.</summary>
    public void Form(string pattern, Func<ConsoleRequest, ValueTask<ConsoleAnswer>> handler) => Map(pattern, Writes, ApiRole.None, handler);

    /// <summary>Maps a stylesheet, a script or an icon.</summary>
    public void Asset(ConsoleAsset asset) => group.MapMethods("/" + asset.Path, Reads, asset.SendAsync);

    /// <summary>Refuses every other address below the console with a page.</summary>
    public void Rest()
    {
        // The path has as many segments as it likes, so the console's own path is not known: its links lead nowhere else than up.
        group.MapFallback("/{**path}", context =>
        {
            var depth = (context.Request.RouteValues["path"] as string)?.Trim('/').Split('/').Length ?? 0;
            return new ConsoleEndpoint(settings, ApiRole.None, depth, isOpen: false, static _ => ValueTask.FromResult<ConsoleAnswer>(ConsoleAnswer.Problem(Problems.NotFound))).InvokeAsync(context);
        });
    }

    private void Map(string pattern, string[] methods, ApiRole role, Func<ConsoleRequest, ValueTask<ConsoleAnswer>> handler, bool isOpen = false)
    {
        var segments = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries).Length;
        group.MapMethods(pattern, methods, new ConsoleEndpoint(settings, role, segments, isOpen, handler).InvokeAsync);
    }
}
