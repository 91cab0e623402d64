using System.Net;

namespace FlashFlow.WebFront.Tests.Payments;

/// <summary>Plays Stripe's API without network: gives its answers one after the other, and remembers what was asked.</summary>
internal sealed class ScriptedStripe(params ScriptedStripe.Answer[] answers) : HttpMessageHandler
{
    private readonly Queue<Answer> due = new(answers);
    private readonly List<string> asked = [];

    /// <summary>Method, path, form and idempotency key of each request.</summary>
    public IReadOnlyList<string> Asked => asked;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isPost = request.Method == HttpMethod.Post;
        string?[] parts =
        [
            $"{request.Method} {request.RequestUri!.AbsolutePath}",
            request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken),
            isPost ? request.Headers.GetValues("Idempotency-Key").Single() : null,
        ];
        asked.Add(string.Join(' ', parts.Where(part => part is { Length: > 0 })));
        var (status, body) = due.Dequeue();
        return body is null ? throw new HttpRequestException("The connection was reset.") : new(status) { Content = new StringContent(body) };
    }

    /// <summary>An answer; without a body the connection breaks.</summary>
    public sealed record Answer(HttpStatusCode Status, string? Body);
}
