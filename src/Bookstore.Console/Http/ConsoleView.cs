using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>What the frame of every page shows.</summary>
internal sealed class ConsoleView(ConsoleRequest request, PageAnswer page, string tokenName, string token)
{
    public string ShopTitle => request.Settings.Title;

    public string Title => page.Title;

    public string Section => page.Section;

    /// <summary>The signed-in client; <see langword="null"/> when there is none.</summary>
    public string? Person { get; } = request.Client == request.Settings.Clients.Unnamed ? null : request.Client.Name;

    public bool HasSignIn => request.Settings.HasSignIn;

    public string TokenName => tokenName;

    public string Token => token;

    /// <summary>What an action did that led to this page.</summary>
    public string? Notice { get; } = Notices.Of(request.Query("done"));

    public DateTimeOffset Now { get; } = request.Now;

    public bool Can(ApiRole role) => request.Can(role);

    /// <summary>The address of a page of the console.</summary>
    public string To(string path) => path.Length == 0 ? request.Base + "/" : $"{request.Base}/{path}";
}
