using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>Answers a request, or returns the problem to answer with.</summary>
internal delegate ValueTask<ApiProblem?> ApiHandler(HttpContext context, ApiClient client);
