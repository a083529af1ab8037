using System.Globalization;
using System.Runtime.Versioning;

namespace ITFrame.Benchmarks.Gateways;

/// <summary>The proxies, each configured as its documentation advises for this use: connections kept, failures retried elsewhere.</summary>
[SupportedOSPlatform("linux")]
internal sealed class Contenders(WorkFolder folder)
{
    /// <summary>Server GC, as in production; the rest is .NET's default.</summary>
    private static readonly Dictionary<string, string> DotNet = new() { ["DOTNET_gcServer"] = "1", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1" };

    public Contender ITFrame => new("ITFrame", (ports, cancellationToken) => ServerProcess.StartAsync(
        "dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "ITFrame.Gateway.dll"), $"--urls=http://127.0.0.1:{ports.Http};https://127.0.0.1:{ports.Https}",
            $"--Gateway:Tls:Certificate={folder.Certificate}", $"--Gateway:Tls:Key={folder.Key}",
            // As on, but out of reach: all of the load is one client's.
            "--Gateway:RateLimits:Client:PerSecond=1000000", "--Gateway:RateLimits:Client:Burst=1000000",
            "--Logging:LogLevel:Default=Warning",
            .. ports.Upstreams.SelectMany((port, index) => new[]
            {
                $"--ReverseProxy:Clusters:public:Destinations:api-{index + 1}:Address=http://127.0.0.1:{port}",
                $"--ReverseProxy:Clusters:public:Destinations:api-{index + 1}:Metadata:Tier={(index < ports.Upstreams.Count - 1 ? 0 : 1)}",
            }),
        ],
        ports.Http, DotNet, cancellationToken));

    public Contender Yarp => new("plain YARP", (ports, cancellationToken) => ServerProcess.StartAsync(
        "dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "ITFrame.Benchmarks.dll"), "plain-yarp", $"http://127.0.0.1:{ports.Http};https://127.0.0.1:{ports.Https}",
            .. ports.Upstreams.SkipLast(1).Select(port => $"http://127.0.0.1:{port}"),
        ],
        ports.Http,
        new Dictionary<string, string>(DotNet) { ["Kestrel__Certificates__Default__Path"] = folder.Certificate, ["Kestrel__Certificates__Default__KeyPath"] = folder.Key },
        cancellationToken));

    public Contender Nginx => new("nginx", (ports, cancellationToken) => StartNginxAsync(
        $$"""
        upstream api {
          {{string.Join(' ', ports.Upstreams.Select((port, index) => $"server 127.0.0.1:{port}{(index < ports.Upstreams.Count - 1 ? " max_fails=1 fail_timeout=2s" : " backup")};"))}}
          keepalive 512;
        }
        proxy_cache_path {{folder.Write("placeholder", "")}}-cache keys_zone=reads:10m;
        server {
          listen 127.0.0.1:{{ports.Http}} reuseport;
          listen 127.0.0.1:{{ports.Https}} ssl http2 reuseport;
          ssl_certificate {{folder.Certificate}};
          ssl_certificate_key {{folder.Key}};
          ssl_protocols TLSv1.2 TLSv1.3;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          proxy_set_header Host $host;
          proxy_set_header X-Forwarded-For $remote_addr;
          proxy_set_header X-Forwarded-Proto $scheme;
          proxy_connect_timeout 1s;
          proxy_next_upstream error timeout;
          location / { proxy_pass http://api; }
          location /nowplaying/ {
            proxy_pass http://api;
            proxy_cache reads;
            proxy_cache_valid 200 1s;
            proxy_cache_lock on;
            proxy_cache_background_update on;
            proxy_cache_use_stale error timeout updating http_500 http_502 http_503 http_504;
          }
        }
        """,
        ports.Http, cancellationToken));

    public Contender HAProxy => new("HAProxy", (ports, cancellationToken) => ServerProcess.StartAsync(
        "haproxy",
        [
            "-db", "-f", folder.Write($"haproxy-{ports.Http}.cfg",
                $$"""
                defaults
                  mode http
                  timeout connect 1s
                  timeout client 30s
                  timeout server 15s
                  retries 3
                  option redispatch 1
                  option forwardfor
                  retry-on conn-failure empty-response
                  http-reuse always
                frontend front
                  bind 127.0.0.1:{{ports.Http}}
                  bind 127.0.0.1:{{ports.Https}} ssl crt {{folder.Both}} alpn h2,http/1.1 ssl-min-ver TLSv1.2
                  maxconn 20000
                  use_backend reads if { path_beg /nowplaying/ }
                  default_backend api
                cache reads
                  total-max-size 4
                  max-age 1
                backend api
                {{Servers(ports)}}
                backend reads
                  http-request cache-use reads
                  http-response set-header Cache-Control max-age=1
                  http-response cache-store reads
                {{Servers(ports)}}

                """),
        ],
        ports.Http, null, cancellationToken));

    private static string Servers(ContenderPorts ports) => string.Join('\n', ports.Upstreams
        .Select((port, index) => string.Create(
            CultureInfo.InvariantCulture,
            $"  server s{index} 127.0.0.1:{port} check inter 1s fall 2 rise 1{(index < ports.Upstreams.Count - 1 ? "" : " backup")}"))
        .Prepend("  option httpchk GET /health/ready"));

    /// <summary>A replica: nginx itself, as the cheapest server there is, with 1 KiB of JSON on every path.</summary>
    public Task<ServerProcess> StartUpstreamAsync(int port, CancellationToken cancellationToken) => StartNginxAsync(
        $$"""
        server {
          listen 127.0.0.1:{{port}};
          location / { default_type application/json; return 200 '{"filler":"{{new string('x', 1024 - 13)}}"}'; }
        }
        """,
        port, cancellationToken);

    private Task<ServerProcess> StartNginxAsync(string http, int port, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"nginx-{port}");
        var configuration = folder.Write($"{name}.conf",
            $$"""
            daemon off;
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            worker_processes auto;
            pid {{folder.Write($"{name}.pid", "")}};
            error_log stderr error;
            events { worker_connections 8192; }
            http {
              access_log off;
              keepalive_requests 1000000;
            {{http}}
            }
            """);
        return ServerProcess.StartAsync("nginx", ["-c", configuration], port, null, cancellationToken);
    }
}
