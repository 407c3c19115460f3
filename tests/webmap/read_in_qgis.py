"""Run by the system's Python, which knows QGIS: load the service's layer, count, draw; print what was found."""

import json
import sys

from qgis.core import (
    QgsApplication,
    QgsFeatureRequest,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize

url, picture = sys.argv[1:]
application = QgsApplication([], False)
application.initQgis()
layer = QgsVectorLayer(f"url='{url}/api/' typename='clusters'", "clusters", "OAPIF")
box = QgsFeatureRequest().setFilterRect(QgsRectangle(105.5, 20.5, 105.8, 21.0))
found = {
    "valid": layer.isValid(),
    "count": sum(1 for _ in layer.getFeatures()),
    "within": sum(1 for _ in layer.getFeatures(box)),
    "names": sorted(feature["name_vi"] for feature in layer.getFeatures())[:1],
}
settings = QgsMapSettings()
settings.setLayers([layer])
settings.setExtent(layer.extent())
settings.setOutputSize(QSize(400, 400))
job = QgsMapRendererSequentialJob(settings)
job.start()
job.waitForFinished()
image = job.renderedImage()
image.save(picture)
found["colours"] = len({image.pixel(x, y) for x in range(400) for y in range(400)})
print(json.dumps(found), flush=True)
